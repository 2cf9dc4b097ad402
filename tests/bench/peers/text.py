"""T8: reads a file of text numbers into an array of float32: seconds. ARGS: THREADS FILE"""
from common import *
path = sys.argv[2]
say("numpy.loadtxt", seconds(lambda: np.loadtxt(path, dtype=np.float32)))
