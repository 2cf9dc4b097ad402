"""T7: saves a 784-128-10 network for each peer. ARGS: THREADS FOLDER (of Fashion-MNIST, and for the results)"""
from common import *
import pickle, warnings
from sklearn.neural_network import MLPClassifier
torch = load_torch()
warnings.simplefilter("ignore")
folder = sys.argv[2]
x, y, _, _ = fashion(folder)
net = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
torch.save(net.state_dict(), folder + "/net.pt")
a, b, c, d = (p.detach().numpy() for p in net.parameters())
np.savez(folder + "/net.npz", a=a.T, b=b, c=c.T, d=d)
pickle.dump(MLPClassifier((128,), max_iter=1).fit(x[:2000], y[:2000]), open(folder + "/net.pickle", "wb"))
