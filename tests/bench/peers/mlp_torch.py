"""T1: 784-128-10, ReLU, batch 64, SGD 0.1, Fashion-MNIST: seconds an epoch (the least of 5) and accuracy after 5. ARGS: THREADS FOLDER"""
from common import *
torch = load_torch()
x, y, xt, yt = (torch.from_numpy(a) for a in fashion(sys.argv[2]))
net = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def epoch():
    order = torch.randperm(len(x))
    for rows in order.split(64):
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
        optimizer.step()


say("torch", min(seconds(epoch) for _ in range(5)))
with torch.no_grad():
    say("torch-accuracy", (net(xt).argmax(1) == yt).float().mean().item())
