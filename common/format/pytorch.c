/* Networks as PyTorch: a script that builds the layers, safetensors with their numbers. See format/pytorch.h. */
#include "format/pytorch.h"

#include "core/number.h"
#include "core/text.h"
#include "format/head.h"

#include <string.h>

/*
 * What each layer is in PyTorch. $i and $o: numbers in and out (the last dimension); $c: channels; $s: the shape of an
 * example; $0: the first argument. A class of ours (lower in this file) is named in `needs`. The first row whose kind
 * fits the layer's input is taken.
 */
static const struct row {
	const char *layer, *module, *needs;
	int kind; /* enum gl_kind, or ANY */
} rows[] = {
#define ANY (-1)
    {"dense", "nn.Linear($i, $o)", NULL, ANY},
    {"relu", "nn.ReLU()", NULL, ANY},
    {"leaky-relu", "nn.LeakyReLU($0)", NULL, ANY},
    {"elu", "nn.ELU($0)", NULL, ANY},
    {"gelu", "nn.GELU()", NULL, ANY},
    {"silu", "nn.SiLU()", NULL, ANY},
    {"sigmoid", "nn.Sigmoid()", NULL, ANY},
    {"tanh", "nn.Tanh()", NULL, ANY},
    {"softplus", "nn.Softplus()", NULL, ANY},
    {"softmax", "nn.Softmax(-1)", NULL, ANY},
    {"flatten", "nn.Flatten()", NULL, ANY},
    {"reshape", "Reshape($s)", "Reshape", ANY},
    {"standardise", "Standardise($s)", "Standardise", ANY},
    {"batchnorm", "nn.BatchNorm1d($c)", NULL, GL_VECTOR},
    {"batchnorm", "nn.BatchNorm2d($c)", NULL, GL_PICTURE},
    {"batchnorm", "SequenceBatchNorm($c)", "SequenceBatchNorm", GL_SEQUENCE},
    {"layernorm", "nn.LayerNorm($i)", NULL, ANY},
    {"dropout", "nn.Dropout($0)", NULL, ANY},
    {"residual", "Residual", "Residual", ANY},
};

/* Classes that PyTorch has not, each written only where it is used. */
static const struct {
	const char *name, *text;
} classes[] = {
    {"Residual",
	"class Residual(nn.Sequential):\n"
	"    \"\"\"A block whose input is added to its output.\"\"\"\n\n"
	"    def forward(self, x):\n"
	"        return x + super().forward(x)\n"},
    {"Reshape",
	"class Reshape(nn.Module):\n"
	"    def __init__(self, *shape):\n"
	"        super().__init__()\n"
	"        self.shape = shape\n\n"
	"    def forward(self, x):\n"
	"        return x.reshape(x.shape[0], *self.shape)\n"},
    {"Standardise",
	"class Standardise(nn.Module):\n"
	"    \"\"\"(x - mean) / scale, fitted to data, not trained.\"\"\"\n\n"
	"    def __init__(self, *shape):\n"
	"        super().__init__()\n"
	"        self.register_buffer(\"mean\", torch.zeros(shape))\n"
	"        self.register_buffer(\"scale\", torch.ones(shape))\n\n"
	"    def forward(self, x):\n"
	"        return (x - self.mean) / self.scale\n"},
    {"SequenceBatchNorm",
	"class SequenceBatchNorm(nn.BatchNorm1d):\n"
	"    \"\"\"Over (batch, steps, features); PyTorch's own wants the features before the steps.\"\"\"\n\n"
	"    def forward(self, x):\n"
	"        return super().forward(x.transpose(1, 2)).transpose(1, 2)\n"},
    {"frozen",
	"def frozen(module):\n"
	"    \"\"\"Its parameters do not train, and batch normalisation keeps its running statistics.\"\"\"\n"
	"    module.requires_grad_(False).eval()\n"
	"    module.train = lambda mode=True: module\n"
	"    return module\n"},
};

static const char begin[] = "import fileinput\n"
			    "import json\n"
			    "import os\n\n"
			    "import torch\n"
			    "from torch import nn\n\n";

static const char end[] =
    "\n\ndef weights(path):\n"
    "    \"\"\"The tensors of a safetensors file: the length of a header, the header in JSON, numbers.\"\"\"\n"
    "    with open(path, \"rb\") as f:\n"
    "        header = json.loads(f.read(int.from_bytes(f.read(8), \"little\")))\n"
    "        data = bytearray(f.read())\n"
    "    tensors = {}\n"
    "    for name, entry in header.items():\n"
    "        if name != \"__metadata__\":\n"
    "            first, last = entry[\"data_offsets\"]\n"
    "            flat = torch.frombuffer(data, dtype=torch.float32, count=(last - first) // 4, offset=first)\n"
    "            tensors[name] = flat.reshape(entry[\"shape\"]).clone()\n"
    "    return tensors\n\n\n"
    "def load(path=WEIGHTS):\n"
    "    \"\"\"The network with its weights, ready to predict.\"\"\"\n"
    "    net = build()\n"
    "    net.load_state_dict(weights(path))\n"
    "    return net.eval()\n\n\n"
    "if __name__ == \"__main__\":\n"
    "    net = load()\n"
    "    for line in fileinput.input():  # of the files named, or standard input\n"
    "        if line.startswith(\"#\"):\n"
    "            continue\n"
    "        x = torch.tensor([float(v) for v in line.split(\"\\t\")[0].split()]).reshape(1, *INPUT)\n"
    "        with torch.no_grad():\n"
    "            print(*(f\"{v:.9g}\" for v in net(x).flatten().tolist()))\n";

static const struct row *
find_row(const struct gl_layer *l)
{
	for (size_t i = 0; i < GL_LEN(rows); i++)
		if (strcmp(rows[i].layer, l->ops->name) == 0 &&
		    (rows[i].kind == ANY || rows[i].kind == (int)l->in.kind))
			return &rows[i];
	return NULL;
}

/* Fails at the first layer without a row; marks the classes that are needed. */
static int
check_layers(const struct gl_seq *s, bool *need, struct gl_err *err)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct gl_layer *l = &s->layer[i];
		const struct row *row = find_row(l);
		if (!row)
			return gl_fail(
			    err, "layer %s (%s) has no form in PyTorch that gl-convert writes", l->index, l->ops->name);
		for (size_t k = 0; k < GL_LEN(classes); k++)
			need[k] |= (row->needs && strcmp(classes[k].name, row->needs) == 0) ||
			    (l->frozen && strcmp(classes[k].name, "frozen") == 0);
		if (check_layers(&l->body, need, err) < 0)
			return -1;
	}
	return 0;
}

static void
add_shape(struct gl_text *t, const struct gl_shape *shape)
{
	for (int i = 0; i < shape->ndim; i++)
		gl_text_add(t, "%s%zu", i ? ", " : "", shape->dim[i]);
}

/* A number as Python reads it: all digits of the double. */
static void
add_number(struct gl_text *t, double value)
{
	char number[GL_NUMBER_TEXT + 1];

	number[gl_number_print64(value, number)] = '\0';
	gl_text_add(t, "%s", number);
}

static void
add_module(struct gl_text *t, const struct gl_layer *l, const char *module)
{
	for (const char *p = module; *p; p++)
		if (*p != '$')
			gl_text_add(t, "%c", *p);
		else if (*++p == 'i')
			gl_text_add(t, "%zu", l->in.dim[l->in.ndim - 1]);
		else if (*p == 'o')
			gl_text_add(t, "%zu", l->out.dim[l->out.ndim - 1]);
		else if (*p == 'c')
			gl_text_add(t, "%zu", l->in.kind == GL_PICTURE ? l->in.dim[0] : l->in.dim[l->in.ndim - 1]);
		else if (*p == 's')
			add_shape(t, &l->out);
		else
			add_number(t, l->arg[0]);
}

/* One line a layer, blocks indented. frozen: the block around is, and with it all in it. */
static void
add_layers(struct gl_text *t, const struct gl_seq *s, int indent, bool frozen)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct gl_layer *l = &s->layer[i];
		bool freeze = l->frozen && !frozen;
		gl_text_add(t, "%*s%s", indent, "", freeze ? "frozen(" : "");
		add_module(t, l, find_row(l)->module);
		if (l->ops->nests) {
			gl_text_add(t, "(\n");
			add_layers(t, &l->body, indent + 4, l->frozen);
			gl_text_add(t, "%*s)", indent, "");
		}
		gl_text_add(t, "%s,\n", freeze ? ")" : "");
	}
}

static const char *
script(const struct gl_net *net, const char *weights, struct gl_arena *arena, struct gl_err *err)
{
	struct gl_text t = {.arena = arena};
	bool need[GL_LEN(classes)] = {false};
	size_t n;
	const char *const *labels = gl_net_labels(net, &n);

	if (check_layers(gl_net_layers(net), need, err) < 0)
		return NULL;
	gl_text_add(&t,
	    "#!/usr/bin/env python3\n"
	    "\"\"\"A network in PyTorch, written by gl-convert. load() returns it with its weights, ready\n"
	    "to predict; build() with new ones. As a program it reads examples and prints predictions.\"\"\"\n");
	gl_text_add(&t, "%s", begin);
	gl_text_add(&t, "WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), %s)\n",
	    gl_json_string(weights, arena));
	gl_text_add(&t, "INPUT = (");
	add_shape(&t, gl_net_input(net));
	gl_text_add(&t, ",)  # of one example\n");
	if (n > 0)
		gl_text_add(&t, "LABELS = %s  # names of the classes\n", gl_labels_json(labels, n, arena));
	for (size_t i = 0; i < GL_LEN(classes); i++)
		if (need[i])
			gl_text_add(&t, "\n\n%s", classes[i].text);
	gl_text_add(&t, "\n\ndef build():\n    return nn.Sequential(\n");
	add_layers(&t, gl_net_layers(net), 8, false);
	gl_text_add(&t, "    )\n%s", end);
	return t.s;
}

static int
save_both(const char *text, const char *path, const struct gl_tensors *t, const char *weights, struct gl_err *err)
{
	struct gl_sink *first = gl_sink_open(weights, err), *second = first ? gl_sink_open(path, err) : NULL;
	bool made =
	    second && gl_safetensors_write(t, first, err) == 0 && gl_sink_write(second, text, strlen(text), err) == 0;

	return gl_sink_commit_both(first, second, made, err);
}

int
gl_pytorch_save(const struct gl_net *net, const char *path, struct gl_err *err)
{
	struct gl_arena pass = {0};
	struct gl_tensors t;

	if (!path || strcmp(path, "-") == 0) {
		gl_fail(err, "the script and its weights are two files, so they cannot go to standard output");
		return gl_hint(err, "-o net.py writes net.py and net.safetensors");
	}
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	size_t stem = dot && dot > name ? (size_t)(dot - path) : strlen(path);
	const char *weights = gl_asprintf(&pass, "%.*s.safetensors", (int)stem, path);
	if (strcmp(weights, path) == 0) {
		gl_arena_free(&pass);
		gl_fail(err, "%s: the script and its weights would have the same name", path);
		return gl_hint(err, "-o net.py writes net.py and net.safetensors");
	}
	const char *text = gl_net_need_fitted(net, err) < 0 ? NULL : script(net, weights + (name - path), &pass, err);
	int status = text && gl_net_tensors(net, &t, &pass, err) == 0 ? save_both(text, path, &t, weights, err) : -1;
	gl_arena_free(&pass);
	return status;
}
