"""T6: 1024-4096-4096-10, ReLU, batch 256, SGD: seconds a step. ARGS: THREADS"""
from common import *
torch = load_torch()
nn = torch.nn
net = nn.Sequential(nn.Linear(1024, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
x, y = torch.rand(256, 1024), torch.randint(0, 10, (256,))


def step():
    optimizer.zero_grad(set_to_none=True)
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()


step()
say("torch", min(seconds(step) for _ in range(12)))
