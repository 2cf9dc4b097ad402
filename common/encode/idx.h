/*
 * MNIST's files: idx, plain or gzipped. A file is 00 00, a type, a number of dimensions, the dimensions as 32-bit
 * big-endian numbers, then the elements, last dimension fastest. Here the type is 08 (unsigned byte); pictures are
 * (count, height, width), labels are (count). Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database of
 * handwritten digits, section "File formats".
 */
#ifndef GL_IDX_H
#define GL_IDX_H

#include "core/arena.h"
#include "core/err.h"

#include <stddef.h>
#include <stdint.h>

enum gl_idx_kind { GL_IDX_LABELS = 1, GL_IDX_PICTURES = 3 }; /* the number of dimensions */

struct gl_idx;

/*
 * Opens a file ("-": standard input) and reads its header; gzip is recognised by its first bytes. The reader lives in
 * the arena until gl_idx_close. NULL with err set ("train.gz: ..."): not idx, of another kind, an empty or huge
 * picture.
 */
struct gl_idx *gl_idx_open(const char *path, enum gl_idx_kind kind, struct gl_arena *arena, struct gl_err *err);

uint64_t gl_idx_count(const struct gl_idx *f);
size_t gl_idx_height(const struct gl_idx *f); /* of a picture; 1 for labels */
size_t gl_idx_width(const struct gl_idx *f);

/*
 * Reads the next n elements (pictures, row by row from the top, or labels) as bytes. No more than are left may be
 * asked for; with the last of them the file has to end. -1 with err set: the file is cut short, damaged or too long.
 */
int gl_idx_read(struct gl_idx *f, size_t n, unsigned char *to, struct gl_err *err);

void gl_idx_close(struct gl_idx *f); /* NULL is allowed */

#endif
