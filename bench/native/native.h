/* What the programs of this folder share: a log as a sparse matrix, the library's random numbers, and the trainings that are timed. */
#ifndef NATIVE_H
#define NATIVE_H
#include <stdint.h>
#include <stddef.h>

/* A sparse binary matrix in compressed rows, columns rising. */
typedef struct {
  int rows, columns;
  int *pointers, *indices;
} matrix;

matrix user_item_matrix(int users, int items, int rows, const int *user, const int *item);
matrix transpose(const matrix *m);
void free_matrix(matrix *m);

/* sfc32 seeded by SplitMix32, as `math/random`. */
typedef struct {
  uint32_t a, b, c, counter;
  double spare;
} generator;

generator seeded(uint32_t seed);
double uniform(generator *g);
double normal(generator *g);

static inline uint32_t word(generator *g) {
  uint32_t out = g->a + g->b + g->counter++;
  g->a = g->b ^ (g->b >> 9);
  g->b = g->c + (g->c << 3);
  g->c = ((g->c << 21) | (g->c >> 11)) + out;
  return out;
}

static inline int below(generator *g, double n) {
  double high = word(g) >> 5, low = word(g) >> 6;
  return (int)((high * 67108864.0 + low) * (1.0 / 9007199254740992.0) * n);
}

/* Memory on a cache line, zero. */
void *zeroed(size_t bytes);
/* Rows of `stride` floats whose first d are normal numbers of this deviation. */
float *normal_rows(int rows, int d, int stride, double deviation, uint32_t seed);

/* The trainings, in `plain.c` and again in `blocked.c`. Each gives a number that says what it computed. */
double als(const matrix *users, const matrix *items, int d, int iterations, int exact);
double bpr(const matrix *m, int d, int epochs);
double warp(const matrix *m, int d, int epochs);
double ease(const matrix *m, double lambda);
double item_knn(const matrix *m, int k);
double recommend(const matrix *m, int d, int k);

/* What they have in common. */
#define ALPHA0 0.3
#define LAMBDA 0.01
#define RATE 0.02f
#define WARP_RATE 0.01f
#define DECAY_LAMBDA 0.01f
#define NEGATIVES 50

int has(const int *row, int length, int column);

#endif
