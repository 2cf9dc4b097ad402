"""T5: XOR, 2-4-1, tanh, whole batch, mse, SGD 0.1: steps a second. ARGS: THREADS"""
from common import *
torch = load_torch()
X, Y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "f"), np.array([[0], [1], [1], [0]], "f")
x, y = torch.from_numpy(X), torch.from_numpy(Y)
net = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def torch_steps():
    for _ in range(1000):
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.mse_loss(net(x), y).backward()
        optimizer.step()


r = np.random.default_rng(1)
a, b, c, d = r.normal(size=(2, 4)), np.zeros(4), r.normal(size=(4, 1)), np.zeros(1)


def numpy_steps():
    global a, b, c, d
    for _ in range(4000):
        h = np.tanh(X @ a + b)
        g = (h @ c + d - Y) * 0.5
        k = g @ c.T * (1 - h * h)
        c -= 0.1 * (h.T @ g)
        d -= 0.1 * g.sum(0)
        a -= 0.1 * (X.T @ k)
        b -= 0.1 * k.sum(0)


say("torch", 1000 / min(seconds(torch_steps) for _ in range(4)))
say("numpy", 4000 / min(seconds(numpy_steps) for _ in range(4)))
