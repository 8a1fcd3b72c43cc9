#include "native.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void *zeroed(size_t bytes) {
  size_t whole = (bytes + 127) / 64 * 64;
  void *memory = aligned_alloc(64, whole);
  memset(memory, 0, whole);
  return memory;
}

/* Counting sort by item, then by user; a pair that comes twice counts once. */
matrix user_item_matrix(int users, int items, int rows, const int *user, const int *item) {
  int *starts = calloc(items + 2, sizeof(int)), *by_item = malloc(sizeof(int) * rows);
  for (int r = 0; r < rows; r++) starts[item[r] + 2]++;
  for (int i = 0; i < items; i++) starts[i + 2] += starts[i + 1];
  for (int r = 0; r < rows; r++) by_item[starts[item[r] + 1]++] = r;
  int *pointers = calloc(users + 2, sizeof(int)), *sorted = malloc(sizeof(int) * rows);
  for (int r = 0; r < rows; r++) pointers[user[r] + 2]++;
  for (int u = 0; u < users; u++) pointers[u + 2] += pointers[u + 1];
  for (int at = 0; at < rows; at++) sorted[pointers[user[by_item[at]] + 1]++] = item[by_item[at]];
  int size = 0;
  for (int u = 0, start = 0; u < users; u++) {
    int end = pointers[u + 1], first = size;
    for (int at = start; at < end; at++)
      if (size == first || sorted[size - 1] != sorted[at]) sorted[size++] = sorted[at];
    start = end;
    pointers[u + 1] = size;
  }
  free(starts);
  free(by_item);
  return (matrix){users, items, pointers, sorted};
}

matrix transpose(const matrix *m) {
  int entries = m->pointers[m->rows];
  int *pointers = calloc(m->columns + 2, sizeof(int)), *indices = malloc(sizeof(int) * (entries + 4));
  for (int at = 0; at < entries; at++) pointers[m->indices[at] + 2]++;
  for (int c = 0; c < m->columns; c++) pointers[c + 2] += pointers[c + 1];
  for (int r = 0; r < m->rows; r++)
    for (int at = m->pointers[r]; at < m->pointers[r + 1]; at++) indices[pointers[m->indices[at] + 1]++] = r;
  return (matrix){m->columns, m->rows, pointers, indices};
}

void free_matrix(matrix *m) {
  free(m->pointers);
  free(m->indices);
}

static uint32_t split_mix(uint32_t state) {
  uint32_t z = state ^ (state >> 16);
  z *= 0x21f0aaad;
  z ^= z >> 15;
  z *= 0x735a2d97;
  return z ^ (z >> 15);
}

generator seeded(uint32_t seed) {
  const uint32_t step = 0x9e3779b9;
  generator g = {split_mix(seed + step), split_mix(seed + 2 * step), split_mix(seed + 3 * step), 1, NAN};
  for (int i = 0; i < 12; i++) word(&g);
  return g;
}

double uniform(generator *g) {
  double high = word(g) >> 5, low = word(g) >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

/* Box and Muller; the second number of a pair waits, with a flag of its own since -ffast-math knows no NaN. */
double normal(generator *g) {
  static int waiting = 0;
  if (waiting) {
    waiting = 0;
    return g->spare;
  }
  double radius = sqrt(-2 * log(1 - uniform(g))), turn = uniform(g);
  g->spare = radius * sin(2 * M_PI * turn);
  waiting = 1;
  return radius * cos(2 * M_PI * turn);
}

float *normal_rows(int rows, int d, int stride, double deviation, uint32_t seed) {
  generator g = seeded(seed);
  float *factors = zeroed(sizeof(float) * (size_t)(rows + 4) * stride);
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < d; c++) factors[(size_t)r * stride + c] = deviation * normal(&g);
  return factors;
}

int has(const int *row, int length, int column) {
  int from = 0, to = length;
  while (from < to) {
    int middle = (from + to) >> 1;
    if (row[middle] < column) from = middle + 1;
    else to = middle;
  }
  return from < length && row[from] == column;
}
