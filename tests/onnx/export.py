#!/usr/bin/python3
"""Writes a PyTorch network with every layer that gl-convert reads by torch.onnx.export, in several opsets, with sizes that
are fixed or not, constants folded or not; and what it gives for the examples in EXAMPLES.

usage: tests/onnx/export.py EXAMPLES (12 numbers a line) -> torch-*.onnx, torch.txt
"""
import sys
import torch
from torch import nn


class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


class View(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.view(x.size(0), *self.shape)


torch.manual_seed(1)
net = nn.Sequential(
    nn.Flatten(), nn.Linear(12, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.LayerNorm(6), nn.GELU(), nn.SiLU(),
    Residual(nn.Linear(6, 6), nn.ELU(0.7), Residual(nn.LayerNorm(6), nn.Linear(6, 6, bias=False))),
    nn.LeakyReLU(0.2), nn.Softplus(), nn.Tanh(), nn.Dropout(0.2), View(2, 3), nn.Linear(3, 4), nn.LayerNorm(4), View(-1),
    nn.Linear(8, 3), nn.Sigmoid(), nn.Softmax(-1))
for _ in range(3):  # so that the running statistics are not those of the start
    net(torch.rand(20, 1, 3, 4))
net.eval()
x = torch.tensor([[float(v) for v in line.split()] for line in open(sys.argv[1])]).reshape(-1, 1, 3, 4)
with torch.no_grad():
    y = net(x)
with open("torch.txt", "w") as f:
    f.writelines(" ".join(f"{v:.9g}" for v in row) + "\n" for row in y.tolist())
for opset, how in ((9, {}), (11, {}), (13, {}), (14, {"do_constant_folding": False}), (16, {})):
    torch.onnx.export(net, x[:1], f"torch-{opset}.onnx", opset_version=opset, input_names=["x"], dynamic_axes={"x": {0: "n"}}, **how)
torch.onnx.export(net, x[:1], "torch-fixed.onnx")
