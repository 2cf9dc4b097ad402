/*
 * Networks: the architecture language, the parameters in one block, prediction and gradient.
 */
#ifndef GL_NET_H
#define GL_NET_H

#include "layer/layer.h"
#include "loss/loss.h"

struct gl_net;

/*
 * Builds a network from architecture lines (newlines or commas between layers, "2-3-1" shorthand, '#' comments). name
 * and line say where the text is from, for messages ("xor.net:4: dense takes ...", or, name NULL, "layer 3 (conv2d
 * 8): ..."). Parameters are zero (start values for those without fans). Lives in the arena. NULL with err set.
 */
struct gl_net *gl_net_parse(const char *text, const char *name, size_t line, struct gl_arena *life, struct gl_err *err);

/*
 * The same for a file that holds so many numbers: a network that needs more of them gets no block, so that layers
 * which a file only claims cost no memory. gl_net_block is NULL then, and nothing but shapes and names may be asked
 * for.
 */
struct gl_net *gl_net_parse_for(
    const char *text, const char *name, size_t line, size_t numbers, struct gl_arena *life, struct gl_err *err);

/*
 * The canonical architecture lines: input line first, one layer a line, nested ones indented by two spaces, no labels
 * or history.
 */
const char *gl_net_lines(const struct gl_net *net, struct gl_arena *arena);

/*
 * One layer's line as gl_net_lines has it ("dense 10 frozen"), and how a kind is written ("dense units"); both return
 * text.
 */
const char *gl_layer_line(const struct gl_layer *l, char *text, size_t size);
const char *gl_layer_usage(const struct gl_layer_ops *ops, char *text, size_t size);

const struct gl_shape *gl_net_input(const struct gl_net *net);
const struct gl_shape *gl_net_output(const struct gl_net *net);
const struct gl_seq *gl_net_layers(const struct gl_net *net); /* nested: layer.body */
size_t gl_net_layer_count(const struct gl_net *net); /* of all, those in blocks too */
enum gl_output gl_net_output_kind(const struct gl_net *net); /* what the last layer makes of the outputs */

/* Parameters, depth first, in file order. The block holds block_n numbers; param(i)->offset is its place there. */
size_t gl_net_param_count(const struct gl_net *net);
const struct gl_param *gl_net_param(const struct gl_net *net, size_t i);
const struct gl_param *
gl_net_param_find(const struct gl_net *net, const char *name, struct gl_err *err); /* hint at the nearest */
gl_real *gl_net_block(const struct gl_net *net);
size_t gl_net_block_n(const struct gl_net *net);

/* Element number e in file order (row-major over dim) of a parameter -> its place in a block. */
size_t gl_param_at(const struct gl_param *p, size_t e);

/*
 * The number that "0.weight:2,1" names, in the network's block, and the parameter that it belongs to; NULL with err
 * set.
 */
gl_real *gl_net_number(const struct gl_net *net, const char *name, const struct gl_param **param, struct gl_err *err);

/* The name of element e, in file order, of a parameter: "0.weight:2,1"; returns text. */
enum { GL_NUMBER_NAME = GL_NAME_MAX + 21 * GL_SHAPE_DIMS };
const char *gl_param_number_name(const struct gl_param *p, size_t e, char text[GL_NUMBER_NAME]);

/* Whether two networks have the same layers, shapes and parameter names; a message says where they first differ. */
int gl_net_same(const struct gl_net *a, const struct gl_net *b, struct gl_err *err);

/* Class names in index order (n 0: none), kept by reference; history lines, oldest first. */
const char *const *gl_net_labels(const struct gl_net *net, size_t *n);
int gl_net_set_labels(struct gl_net *net, const char *const *labels, size_t n,
    struct gl_err *err); /* n must fit the outputs: K, or 2 for one sigmoid */
const char *const *gl_net_history(const struct gl_net *net, size_t *n);
void gl_net_add_history(struct gl_net *net, const char *line);

/* Fitting standardise layers: whether one is not fitted yet (its scale is still 0). */
bool gl_net_fitted(const struct gl_net *net);

/* -1 with "... is not fitted" and a hint (gl-init --fit, gl-train) unless gl_net_fitted. */
int gl_net_need_fitted(const struct gl_net *net, struct gl_err *err);

/*
 * Fits the first standardise layer that is not fitted. Call begin; then add for every batch of inputs of the network
 * (it runs the layers before); then end, which sets mean and scale (population standard deviation; 0 becomes 1) from
 * sums in double. Repeat while !gl_net_fitted.
 */
struct gl_fit;
struct gl_fit *gl_fit_begin(struct gl_net *net, struct gl_arena *arena);
void gl_fit_add(struct gl_fit *fit, const struct gl_tensor *x, struct gl_arena *pass);
void gl_fit_end(struct gl_fit *fit);

/*
 * Does a field of `width` numbers fit the input? 0, or -1: "field 1 has 3 numbers, but xor.net takes 2" (net_name is
 * xor.net).
 */
int gl_net_takes(const struct gl_net *net, const char *net_name, size_t width, struct gl_err *err);

/*
 * Runs the network: y = net(x), in c->arena. x (B, ...) has gl_net_input's count of numbers a row. upto: an index (3,
 * 3.0) or NULL. Checks token indices before and NaN or infinity after: "row 12: the output of layer 3 (relu) is not
 * finite", unless every number is allowed (nonfinite). -1 with err set.
 */
int gl_net_forward(const struct gl_net *net, struct gl_ctx *c, const struct gl_tensor *x, const char *upto,
    bool nonfinite, struct gl_tensor *y, struct gl_err *err);

/*
 * How many examples to run at a time, from 1 to most: so many that all layers' outputs together are about a million
 * numbers.
 */
size_t gl_net_rows_at_a_time(const struct gl_net *net, size_t most);

/* Is there a layer of this index? Its struct, or NULL with err set. */
const struct gl_layer *gl_net_layer_find(const struct gl_net *net, const char *index, struct gl_err *err);

/*
 * Loss and gradient of a batch: c->grad receives d mean loss / d parameter and batch statistics where a layer trains;
 * the rest of it is left alone, and all of it when the forward pass fails. dx, unless NULL, becomes the gradient of
 * the inputs. A final softmax or sigmoid is fused with its cross-entropy. sum and weight as in gl_loss_batch (set, not
 * added to). z, unless NULL, receives what the loss was given: the outputs, or where it is fused the numbers before the
 * last layer, of which gl_net_outputs makes outputs.
 */
int gl_net_gradient(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *x,
    const struct gl_tensor *t, double *sum, double *weight, struct gl_tensor *z, struct gl_tensor *dx,
    struct gl_err *err);

/* Outputs y, as gl_net_forward in the context's mode gives them, of the z that gl_net_gradient gave for this loss. */
void gl_net_outputs(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *z,
    struct gl_tensor *y);

/*
 * The loss alone, by the same path as gl_net_gradient (fused), training mode or not as c says. Adds to sum and
 * weight. y, unless NULL, receives the outputs as gl_net_forward gives them.
 */
int gl_net_loss(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *x,
    const struct gl_tensor *t, double *sum, double *weight, struct gl_tensor *y, struct gl_err *err);

/* The same; each (B) becomes the mean loss of each row. */
int gl_net_loss_each(const struct gl_net *net, struct gl_ctx *c, const struct gl_loss *loss, const struct gl_tensor *x,
    const struct gl_tensor *t, double *each, double *sum, double *weight, struct gl_tensor *y, struct gl_err *err);

/*
 * The loss of this name, or the network's own (NULL), if it fits the network and targets of so many numbers. NULL: a
 * message that begins with net_name, or with "row 1: " where the targets are what doesn't fit.
 */
const struct gl_loss *gl_net_choose_loss(
    const struct gl_net *net, const char *net_name, const char *name, size_t targets, struct gl_err *err);

/* Moves every running statistic by the batch statistics in a gradient block (frozen layers stay). */
void gl_net_move_running(struct gl_net *net, const gl_real *grad);

/* The names of the methods of gl_net_init, ends with NULL; a colon ends those that a number follows. */
const char *const *gl_net_init_names(void);

/*
 * Initialises the weights: method is NULL (each layer's by the activation that follows), or he, he-uniform, xavier,
 * xavier-uniform, lecun, lecun-uniform, orthogonal, normal:S, uniform:A, zeros, ones. Biases 0. Element e of
 * parameter number i depends on seed, i and e alone.
 */
int gl_net_init(struct gl_net *net, const char *method, uint32_t seed, struct gl_err *err);

#endif
