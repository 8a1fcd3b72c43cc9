/* The trainings as one would write them in C: plain loops over arrays, which the compiler turns into vectors where it can. */
#include "native.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static float dot(const float *restrict a, const float *restrict b, int n) {
  float sum = 0;
  for (int i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

static void add(float *restrict into, float factor, const float *restrict a, int n) {
  for (int i = 0; i < n; i++) into[i] += factor * a[i];
}

static void gram_of(const float *rows, int count, int d, float *restrict into, float scale) {
  memset(into, 0, sizeof(float) * d * d);
  for (int r = 0; r < count; r++)
    for (int a = 0; a < d; a++) add(into + a * d, rows[(size_t)r * d + a], rows + (size_t)r * d, d);
  for (int at = 0; at < d * d; at++) into[at] *= scale;
}

static void solve_exact(const matrix *m, const float *fixed, float *own, const float *gram, int d) {
  float *a = zeroed(sizeof(float) * d * d), *b = zeroed(sizeof(float) * d);
  for (int row = 0; row < m->rows; row++) {
    int start = m->pointers[row], end = m->pointers[row + 1];
    memcpy(a, gram, sizeof(float) * d * d);
    memset(b, 0, sizeof(float) * d);
    for (int at = start; at < end; at++) {
      const float *f = fixed + (size_t)m->indices[at] * d;
      add(b, 1, f, d);
      for (int c = 0; c < d; c++) add(a + c * d, f[c], f, c + 1);
    }
    float ridge = LAMBDA * (end - start + ALPHA0 * m->columns);
    for (int c = 0; c < d; c++) a[c * d + c] += ridge;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) a[i * d + j] = (a[i * d + j] - dot(a + i * d, a + j * d, j)) / a[j * d + j];
      a[i * d + i] = sqrtf(a[i * d + i] - dot(a + i * d, a + i * d, i));
    }
    for (int i = 0; i < d; i++) b[i] = (b[i] - dot(a + i * d, b, i)) / a[i * d + i];
    for (int i = d - 1; i >= 0; i--) {
      b[i] /= a[i * d + i];
      add(b, -b[i], a + i * d, i);
    }
    memcpy(own + (size_t)row * d, b, sizeof(float) * d);
  }
  free(a);
  free(b);
}

/* into = (gram + ridge I + Σ f fᵀ) v */
static void apply(const matrix *m, int row, const float *fixed, const float *gram, float ridge, const float *v, float *into, int d) {
  for (int c = 0; c < d; c++) into[c] = dot(gram + c * d, v, d) + ridge * v[c];
  for (int at = m->pointers[row]; at < m->pointers[row + 1]; at++) {
    const float *f = fixed + (size_t)m->indices[at] * d;
    add(into, dot(f, v, d), f, d);
  }
}

static void solve_gradients(const matrix *m, const float *fixed, float *own, const float *gram, int d) {
  float *r = zeroed(sizeof(float) * d), *p = zeroed(sizeof(float) * d), *ap = zeroed(sizeof(float) * d);
  for (int row = 0; row < m->rows; row++) {
    float *x = own + (size_t)row * d;
    float ridge = LAMBDA * (m->pointers[row + 1] - m->pointers[row] + ALPHA0 * m->columns);
    apply(m, row, fixed, gram, ridge, x, r, d);
    for (int c = 0; c < d; c++) r[c] = -r[c];
    for (int at = m->pointers[row]; at < m->pointers[row + 1]; at++) add(r, 1, fixed + (size_t)m->indices[at] * d, d);
    memcpy(p, r, sizeof(float) * d);
    float squares = dot(r, r, d);
    for (int step = 0; step < 3 && squares > 1e-20f; step++) {
      apply(m, row, fixed, gram, ridge, p, ap, d);
      float length = squares / dot(p, ap, d);
      add(x, length, p, d);
      add(r, -length, ap, d);
      float next = dot(r, r, d), share = next / squares;
      for (int c = 0; c < d; c++) p[c] = r[c] + share * p[c];
      squares = next;
    }
  }
  free(r);
  free(p);
  free(ap);
}

double als(const matrix *users, const matrix *items, int d, int iterations, int exact) {
  float *w = normal_rows(users->rows, d, d, 0.1 / sqrt(d), 42), *h = normal_rows(items->rows, d, d, 0.1 / sqrt(d), 43);
  float *gram = zeroed(sizeof(float) * d * d);
  void (*solve)(const matrix *, const float *, float *, const float *, int) = exact ? solve_exact : solve_gradients;
  for (int round = 0; round < iterations; round++) {
    gram_of(h, items->rows, d, gram, ALPHA0);
    solve(users, h, w, gram, d);
    gram_of(w, users->rows, d, gram, ALPHA0);
    solve(items, w, h, gram, d);
  }
  double sum = 0;
  for (int u = 0; u < users->rows; u++)
    for (int at = users->pointers[u]; at < users->pointers[u + 1]; at++)
      sum += dot(w + (size_t)u * d, h + (size_t)users->indices[at] * d, d);
  free(w);
  free(h);
  free(gram);
  return sum / users->pointers[users->rows];
}

static int unmet(const matrix *m, int user, generator *g) {
  const int *row = m->indices + m->pointers[user];
  int length = m->pointers[user + 1] - m->pointers[user];
  if (length >= m->columns) return -1;
  for (;;) {
    int item = below(g, m->columns);
    if (!has(row, length, item)) return item;
  }
}

static void step(float *restrict p, float *restrict i, float *restrict j, float *bi, float *bj, float force, float rate, int d) {
  for (int c = 0; c < d; c++) {
    float own = p[c], up = i[c], down = j[c];
    p[c] = own + rate * (force * (up - down) - DECAY_LAMBDA * own);
    i[c] = up + rate * (force * own - DECAY_LAMBDA * up);
    j[c] = down + rate * (-force * own - DECAY_LAMBDA * down);
  }
  *bi += rate * (force - DECAY_LAMBDA * *bi);
  *bj += rate * (-force - DECAY_LAMBDA * *bj);
}

static int *users_of(const matrix *m) {
  int *user_of = malloc(sizeof(int) * m->pointers[m->rows]);
  for (int u = 0; u < m->rows; u++)
    for (int at = m->pointers[u]; at < m->pointers[u + 1]; at++) user_of[at] = u;
  return user_of;
}

double bpr(const matrix *m, int d, int epochs) {
  const int entries = m->pointers[m->rows], *user_of = users_of(m);
  float *users = normal_rows(m->rows, d, d, 0.1, 42), *items = normal_rows(m->columns, d, d, 0.1, 43);
  float *biases = zeroed(sizeof(float) * m->columns);
  generator g = seeded(42);
  double loss = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    loss = 0;
    for (int n = 0; n < entries; n++) {
      int entry = below(&g, entries), user = user_of[entry], better = m->indices[entry], worse = unmet(m, user, &g);
      if (worse < 0) continue;
      float *p = users + (size_t)user * d, *i = items + (size_t)better * d, *j = items + (size_t)worse * d;
      float lead = biases[better] + dot(p, i, d) - biases[worse] - dot(p, j, d);
      step(p, i, j, biases + better, biases + worse, 1 / (1 + expf(lead)), RATE, d);
      loss += log1pf(expf(-lead));
    }
  }
  free((void *)user_of);
  free(users);
  free(items);
  free(biases);
  return loss / entries;
}

double warp(const matrix *m, int d, int epochs) {
  const int entries = m->pointers[m->rows], *user_of = users_of(m);
  float *users = normal_rows(m->rows, d, d, 0.1, 42), *items = normal_rows(m->columns, d, d, 0.1, 43);
  float *biases = zeroed(sizeof(float) * m->columns), forces[NEGATIVES];
  double *harmonic = zeroed(sizeof(double) * (m->columns + 1));
  for (int r = 1; r <= m->columns; r++) harmonic[r] = harmonic[r - 1] + 1.0 / r;
  for (int n = 0; n < NEGATIVES; n++) forces[n] = harmonic[(m->columns - 1) / (n + 1)] / harmonic[m->columns - 1];
  generator g = seeded(42);
  double loss = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    loss = 0;
    for (int n = 0; n < entries; n++) {
      int entry = below(&g, entries), user = user_of[entry], better = m->indices[entry];
      float *p = users + (size_t)user * d, *i = items + (size_t)better * d;
      float score = biases[better] + dot(p, i, d);
      for (int draw = 0; draw < NEGATIVES; draw++) {
        int worse = unmet(m, user, &g);
        if (worse < 0) break;
        float *j = items + (size_t)worse * d, hinge = 1 - score + biases[worse] + dot(p, j, d);
        if (!(hinge > 0)) continue;
        step(p, i, j, biases + better, biases + worse, forces[draw], WARP_RATE, d);
        loss += forces[draw] * hinge;
        break;
      }
    }
  }
  free((void *)user_of);
  free(users);
  free(items);
  free(biases);
  free(harmonic);
  return loss / entries;
}

/* The Gram matrix of the columns of the binary matrix, plus λ on the diagonal: lower triangle. */
static double *regularised_gram(const matrix *m, double lambda) {
  int n = m->columns;
  double *a = zeroed(sizeof(double) * n * n);
  for (int row = 0; row < m->rows; row++)
    for (int x = m->pointers[row]; x < m->pointers[row + 1]; x++)
      for (int y = m->pointers[row]; y <= x; y++) a[(size_t)m->indices[x] * n + m->indices[y]] += 1;
  for (int i = 0; i < n; i++) a[(size_t)i * n + i] += lambda;
  return a;
}

#ifdef OPENBLAS
void dpotrf_(const char *, const int *, double *, const int *, int *);
void dpotri_(const char *, const int *, double *, const int *, int *);

/* LAPACK's own: Cholesky and the inverse from it. Fortran's upper triangle is our lower one. */
double ease(const matrix *m, double lambda) {
  int n = m->columns, info;
  double *a = regularised_gram(m, lambda), trace = 0;
  dpotrf_("U", &n, a, &n, &info);
  dpotri_("U", &n, a, &n, &info);
  for (int i = 0; i < n; i++) {
    trace += a[(size_t)i * n + i];
    for (int j = 0; j < i; j++) a[(size_t)j * n + i] = a[(size_t)i * n + j];
  }
  free(a);
  return trace;
}
#else
/* The pivots one by one: A_ij −= A_ik A_kj / A_kk over the lower triangle; then A holds −A⁻¹. */
double ease(const matrix *m, double lambda) {
  int n = m->columns;
  double *a = regularised_gram(m, lambda), *pivot_row = zeroed(sizeof(double) * n), trace = 0;
  for (int k = 0; k < n; k++) {
    double pivot = a[(size_t)k * n + k];
    for (int i = 0; i < n; i++) pivot_row[i] = i >= k ? a[(size_t)i * n + k] : a[(size_t)k * n + i];
    for (int i = 0; i < n; i++) {
      if (i == k) continue;
      double factor = pivot_row[i] / pivot, *restrict row = a + (size_t)i * n;
      for (int j = 0; j <= i; j++) row[j] -= factor * pivot_row[j];
    }
    for (int i = 0; i < n; i++) *(i >= k ? &a[(size_t)i * n + k] : &a[(size_t)k * n + i]) = pivot_row[i] / pivot;
    a[(size_t)k * n + k] = -1 / pivot;
  }
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= i; j++) a[(size_t)j * n + i] = a[(size_t)i * n + j] = -a[(size_t)i * n + j];
  for (int i = 0; i < n; i++) trace += a[(size_t)i * n + i];
  free(a);
  free(pivot_row);
  return trace;
}
#endif

/* A heap of the best so far, its root the first to leave: a lower score, or the same and a higher index. */
static void sink(float *scores, int *items, int at, int size) {
  float score = scores[at];
  int item = items[at];
  for (;;) {
    int child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size &&
        (scores[child + 1] < scores[child] || (scores[child + 1] == scores[child] && items[child + 1] > items[child])))
      child++;
    if (!(scores[child] < score || (scores[child] == score && items[child] > item))) break;
    scores[at] = scores[child];
    items[at] = items[child];
    at = child;
  }
  scores[at] = score;
  items[at] = item;
}

static int top(const float *scores, int count, int k, float *best, int *items) {
  int size = 0;
  for (int i = 0; i < count; i++) {
    if (size < k) {
      if (!(scores[i] > -1e30f)) continue;
      best[size] = scores[i];
      items[size++] = i;
      if (size == k)
        for (int at = size / 2 - 1; at >= 0; at--) sink(best, items, at, size);
    } else if (scores[i] > best[0]) {
      best[0] = scores[i];
      items[0] = i;
      sink(best, items, 0, size);
    }
  }
  return size;
}

static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

double item_knn(const matrix *m, int k) {
  matrix t = transpose(m);
  int n = t.rows, *common = calloc(n, sizeof(int)), *touched = malloc(sizeof(int) * n), *items = malloc(sizeof(int) * k);
  float *scores = malloc(sizeof(float) * n), *best = malloc(sizeof(float) * k);
  int *chosen = malloc(sizeof(int) * (size_t)n * k);
  float *similarities = malloc(sizeof(float) * (size_t)n * k);
  double sum = 0;
  size_t written = 0;
  for (int row = 0; row < n; row++) {
    int size = 0;
    for (int e = t.pointers[row]; e < t.pointers[row + 1]; e++) {
      int column = t.indices[e];
      for (int at = m->pointers[column]; at < m->pointers[column + 1]; at++) {
        int other = m->indices[at];
        if (common[other]++ == 0) touched[size++] = other;
      }
    }
    double own = t.pointers[row + 1] - t.pointers[row];
    for (int i = 0; i < n; i++) scores[i] = -1e38f;
    for (int s = 0; s < size; s++) {
      int other = touched[s];
      if (other != row) scores[other] = common[other] / sqrt(own * (t.pointers[other + 1] - t.pointers[other]));
      common[other] = 0;
    }
    int found = top(scores, n, k, best, items);
    qsort(items, found, sizeof(int), by_number);
    for (int f = 0; f < found; f++) {
      chosen[written] = items[f];
      sum += similarities[written++] = scores[items[f]];
    }
  }
  free_matrix(&t);
  free(common);
  free(touched);
  free(items);
  free(scores);
  free(best);
  free(chosen);
  free(similarities);
  return sum;
}

/* The k best unseen items of every user, by factors that are normal numbers. */
double recommend(const matrix *m, int d, int k) {
  int n = m->columns, *items = malloc(sizeof(int) * k);
  static float *users, *factors; /* made once */
  if (!users) {
    users = normal_rows(m->rows, d, d, 1, 42);
    factors = normal_rows(n, d, d, 1, 43);
  }
  float *scores = malloc(sizeof(float) * n), *best = malloc(sizeof(float) * k);
  double sum = 0;
  for (int u = 0; u < m->rows; u++) {
    for (int i = 0; i < n; i++) scores[i] = dot(users + (size_t)u * d, factors + (size_t)i * d, d);
    for (int at = m->pointers[u]; at < m->pointers[u + 1]; at++) scores[m->indices[at]] = -1e38f;
    int found = top(scores, n, k, best, items);
    for (int at = found / 2 - 1; at >= 0; at--) sink(best, items, at, found);
    for (int end = found - 1; end > 0; end--) {
      float score = best[0];
      int item = items[0];
      best[0] = best[end];
      items[0] = items[end];
      best[end] = score;
      items[end] = item;
      sink(best, items, 0, end);
    }
    for (int f = 0; f < found; f++) sum += best[f];
  }
  free(items);
  free(scores);
  free(best);
  return sum / m->rows;
}
