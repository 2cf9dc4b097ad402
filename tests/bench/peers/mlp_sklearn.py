"""T1 by scikit-learn's MLPClassifier: (5 epochs - 1 epoch) / 4. ARGS: THREADS FOLDER"""
from common import *
import warnings
from sklearn.neural_network import MLPClassifier
warnings.simplefilter("ignore")
x, y, xt, yt = fashion(sys.argv[2])


def fit(epochs):
    return MLPClassifier((128,), solver="sgd", batch_size=64, learning_rate_init=0.1, momentum=0, alpha=0,
                         nesterovs_momentum=False, max_iter=epochs, random_state=1).fit(x, y)


say("scikit-learn", (seconds(lambda: fit(5)) - seconds(lambda: fit(1))) / 4)
say("scikit-learn-accuracy", fit(5).score(xt, yt))
