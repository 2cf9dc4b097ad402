/* Networks as a PyTorch script. */
#ifndef GL_PYTORCH_H
#define GL_PYTORCH_H

#include "net/net.h"

/*
 * Writes two files, both whole or neither: a Python script at path that builds the network as an nn.Sequential, and the
 * network as safetensors beside it (x.py: x.safetensors), which the script loads. path NULL or "-": -1, as the script
 * must know the file's name. Refused: a network that is not fitted; a layer that has no form in PyTorch.
 */
int gl_pytorch_save(const struct gl_net *net, const char *path, struct gl_err *err);

#endif
