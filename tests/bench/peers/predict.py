"""T7: one prediction in a fresh process. ARGS: torch|numpy|scikit-learn FOLDER"""
import sys
kind, folder = sys.argv[1:]
numbers = [float(w) for w in open(folder + "/one.txt").readline().split()]
if kind == "torch":
    import torch
    net = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    net.load_state_dict(torch.load(folder + "/net.pt"))
    with torch.no_grad():
        print(int(net(torch.tensor([numbers])).argmax()))
elif kind == "numpy":
    import numpy as np
    p = np.load(folder + "/net.npz")
    print(int((np.maximum(np.array(numbers, "f") @ p["a"] + p["b"], 0) @ p["c"] + p["d"]).argmax()))
else:
    import pickle
    import numpy as np
    print(int(pickle.load(open(folder + "/net.pickle", "rb")).predict(np.array([numbers], "f"))[0]))
