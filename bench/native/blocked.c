/*
 * The same trainings with the library's own blocking, loop for loop as in `src/recsys/simd/assembly`: rows of whole vectors, tiles of registers,
 * packed strips, draws made ahead. VECTOR is the width in bytes: 16 is that of WebAssembly's SIMD and of SSE.
 */
#include "native.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifndef VECTOR
#define VECTOR 16
#endif
#define F (VECTOR / 4) /* floats of a vector */
#define D (VECTOR / 8) /* doubles of a vector */
typedef float vf __attribute__((vector_size(VECTOR), aligned(4), may_alias));
typedef double vd __attribute__((vector_size(VECTOR), aligned(8), may_alias));
#define LOAD(p) (*(const vf *)(p))
#define STORE(p) (*(vf *)(p))
#define INLINE static inline __attribute__((always_inline))

INLINE int padded(int d) { return (d + 2 * F - 1) / (2 * F) * (2 * F); }

INLINE float total(vf x) {
  float sum = 0;
  for (int l = 0; l < F; l++) sum += x[l];
  return sum;
}

INLINE float dot(const float *a, const float *b, int n) {
  vf even = {0}, odd = {0};
  for (int i = 0; i < n; i += 2 * F) {
    even += LOAD(a + i) * LOAD(b + i);
    odd += LOAD(a + i + F) * LOAD(b + i + F);
  }
  return total(even + odd);
}

INLINE void dots(const float *x, const float *a, const float *b, const float *c, const float *d, int n, float *into) {
  vf a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0}, c0 = {0}, c1 = {0}, d0 = {0}, d1 = {0};
  for (int i = 0; i < n; i += 2 * F) {
    vf x0 = LOAD(x + i), x1 = LOAD(x + i + F);
    a0 += x0 * LOAD(a + i);
    b0 += x0 * LOAD(b + i);
    c0 += x0 * LOAD(c + i);
    d0 += x0 * LOAD(d + i);
    a1 += x1 * LOAD(a + i + F);
    b1 += x1 * LOAD(b + i + F);
    c1 += x1 * LOAD(c + i + F);
    d1 += x1 * LOAD(d + i + F);
  }
  into[0] = total(a0 + a1);
  into[1] = total(b0 + b1);
  into[2] = total(c0 + c1);
  into[3] = total(d0 + d1);
}

INLINE void add_rows(float *into, float p, const float *a, float q, const float *b, float r, const float *c, float s,
                     const float *d, int n) {
  for (int i = 0; i < n; i += 2 * F) {
    STORE(into + i) = LOAD(into + i) + ((p * LOAD(a + i) + q * LOAD(b + i)) + (r * LOAD(c + i) + s * LOAD(d + i)));
    STORE(into + i + F) = LOAD(into + i + F) + ((p * LOAD(a + i + F) + q * LOAD(b + i + F)) +
                                                (r * LOAD(c + i + F) + s * LOAD(d + i + F)));
  }
}

INLINE void add_row(float *into, float factor, const float *a, int n) {
  for (int i = 0; i < n; i += F) STORE(into + i) = LOAD(into + i) + factor * LOAD(a + i);
}

/* into[r, c] += sign Σ x[p, r] y[p, c], r in 0 … 3, c over two vectors. */
static void tile(float *into, int stride, const float *x, int x_step, const float *y, int y_step, int count, float sign) {
  vf a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0}, c0 = {0}, c1 = {0}, d0 = {0}, d1 = {0};
  for (; count > 0; count--) {
    vf y0 = LOAD(y), y1 = LOAD(y + F);
    a0 += x[0] * y0;
    a1 += x[0] * y1;
    b0 += x[1] * y0;
    b1 += x[1] * y1;
    c0 += x[2] * y0;
    c1 += x[2] * y1;
    d0 += x[3] * y0;
    d1 += x[3] * y1;
    x += x_step;
    y += y_step;
  }
  STORE(into) = LOAD(into) + sign * a0;
  STORE(into + F) = LOAD(into + F) + sign * a1;
  into += stride;
  STORE(into) = LOAD(into) + sign * b0;
  STORE(into + F) = LOAD(into + F) + sign * b1;
  into += stride;
  STORE(into) = LOAD(into) + sign * c0;
  STORE(into + F) = LOAD(into + F) + sign * c1;
  into += stride;
  STORE(into) = LOAD(into) + sign * d0;
  STORE(into + F) = LOAD(into + F) + sign * d1;
}

static void gram_of(const float *rows, int count, int n, float *into, float scale) {
  memset(into, 0, sizeof(float) * n * n);
  for (; count > 0; count -= 128, rows += (size_t)128 * n)
    for (int r = 0; r < n; r += 4)
      for (int c = r / (2 * F) * (2 * F); c < n; c += 2 * F)
        tile(into + r * n + c, n, rows + r, n, rows + c, n, count < 128 ? count : 128, scale);
  for (int r = 1; r < n; r++)
    for (int c = 0; c < r; c++) into[r * n + c] = into[c * n + r];
}

/* Four rows of the Cholesky factor U from rows that the earlier ones have been taken out of. */
static void factor_panel(float *row, int at, int n, float *inverses) {
  float *a = row, *b = a + n, *c = b + n, *d = c + n;
  float ia = 1 / sqrtf(a[at]);
  float ab = a[at + 1] * ia, ac = a[at + 2] * ia, ad = a[at + 3] * ia;
  float ib = 1 / sqrtf(b[at + 1] - ab * ab);
  float bc = (b[at + 2] - ab * ac) * ib, bd = (b[at + 3] - ab * ad) * ib;
  float ic = 1 / sqrtf(c[at + 2] - ac * ac - bc * bc);
  float cd = (c[at + 3] - ac * ad - bc * bd) * ic;
  float id = 1 / sqrtf(d[at + 3] - ad * ad - bd * bd - cd * cd);
  inverses[0] = ia;
  inverses[1] = ib;
  inverses[2] = ic;
  inverses[3] = id;
  for (int i = at / F * F; i < n; i += F) {
    vf va = LOAD(a + i) * ia, vb = (LOAD(b + i) - ab * va) * ib, vc = (LOAD(c + i) - ac * va - bc * vb) * ic;
    vf vd4 = (LOAD(d + i) - ad * va - bd * vb - cd * vc) * id;
    STORE(a + i) = va;
    STORE(b + i) = vb;
    STORE(c + i) = vc;
    STORE(d + i) = vd4;
  }
}

static void substitute(const float *u, int n, const float *inverses, float *b) {
  for (int k = 0; k < n; k += 4) {
    const float *row = u + k * n + k;
    float y0 = b[k] * inverses[k];
    float y1 = (b[k + 1] - row[1] * y0) * inverses[k + 1];
    float y2 = (b[k + 2] - row[2] * y0 - row[n + 2] * y1) * inverses[k + 2];
    float y3 = (b[k + 3] - row[3] * y0 - row[n + 3] * y1 - row[2 * n + 3] * y2) * inverses[k + 3];
    int next = (k + 4) / (2 * F) * (2 * F);
    float kept[2 * F];
    memcpy(kept, b + next, sizeof(float) * (k - next > 0 ? k - next : 0));
    const float *r = u + k * n + next;
    if (next < n) add_rows(b + next, -y0, r, -y1, r + n, -y2, r + 2 * n, -y3, r + 3 * n, n - next);
    memcpy(b + next, kept, sizeof(float) * (k - next > 0 ? k - next : 0));
    b[k] = y0;
    b[k + 1] = y1;
    b[k + 2] = y2;
    b[k + 3] = y3;
  }
  for (int k = n - 4; k >= 0; k -= 4) {
    const float *row = u + k * n + k;
    float y0 = b[k], y1 = b[k + 1], y2 = b[k + 2], y3 = b[k + 3];
    int next = (k + 4) / (2 * F) * (2 * F);
    float kept[2 * F];
    int before = k + 4 - next;
    memcpy(kept, b + next, sizeof(float) * before);
    memset(b + next, 0, sizeof(float) * before);
    const float *r = u + k * n + next;
    if (next < n) {
      y0 -= dot(r, b + next, n - next);
      y1 -= dot(r + n, b + next, n - next);
      y2 -= dot(r + 2 * n, b + next, n - next);
      y3 -= dot(r + 3 * n, b + next, n - next);
    }
    memcpy(b + next, kept, sizeof(float) * before);
    b[k + 3] = y3 * inverses[k + 3];
    b[k + 2] = (y2 - row[2 * n + 3] * b[k + 3]) * inverses[k + 2];
    b[k + 1] = (y1 - row[n + 2] * b[k + 2] - row[n + 3] * b[k + 3]) * inverses[k + 1];
    b[k] = (y0 - row[1] * b[k + 1] - row[2] * b[k + 2] - row[3] * b[k + 3]) * inverses[k];
  }
}

#define PANEL 64

static void solve_exact(const matrix *m, const float *fixed, float *own, const float *gram, int d, int n) {
  float *a = zeroed(sizeof(float) * n * n), *b = zeroed(sizeof(float) * n), *inverses = zeroed(sizeof(float) * n);
  float *panel = zeroed(sizeof(float) * n * PANEL);
  for (int row = 0; row < m->rows; row++) {
    int start = m->pointers[row], end = m->pointers[row + 1];
    memcpy(a, gram, sizeof(float) * n * n);
    memset(b, 0, sizeof(float) * n);
    float ridge = LAMBDA * (end - start + ALPHA0 * m->columns);
    for (int c = 0; c < n; c++) a[c * n + c] = c < d ? a[c * n + c] + ridge : 1;
    for (int at = start; at < end; at += PANEL) {
      int count = end - at < PANEL ? end - at : PANEL, whole = (count + 3) & ~3;
      for (int e = 0; e < whole; e++) {
        if (e < count) memcpy(panel + e * n, fixed + (size_t)m->indices[at + e] * n, sizeof(float) * n);
        else memset(panel + e * n, 0, sizeof(float) * n);
      }
      for (int e = 0; e < whole; e += 4) {
        const float *f = panel + e * n;
        add_rows(b, 1, f, 1, f + n, 1, f + 2 * n, 1, f + 3 * n, n);
      }
      for (int r = 0; r < n; r += 4)
        for (int c = r / (2 * F) * (2 * F); c < n; c += 2 * F) tile(a + r * n + c, n, panel + r, n, panel + c, n, count, 1);
    }
    for (int k = 0; k < n; k += 4) {
      for (int c = k / (2 * F) * (2 * F); c < n; c += 2 * F) tile(a + k * n + c, n, a + k, n, a + c, n, k, -1);
      factor_panel(a + k * n, k, n, inverses + k);
    }
    substitute(a, n, inverses, b);
    memcpy(own + (size_t)row * n, b, sizeof(float) * n);
  }
  free(a);
  free(b);
  free(inverses);
  free(panel);
}

/* into += Σ (target − sign f · v) f − sign (gram + ridge I) v, over the row's entries: one product with the row's matrix. */
static void product(float *into, const float *v, float sign, float target, const int *indices, int count, const float *fixed,
                    const float *zero, const float *gram, float ridge, int n) {
  add_row(into, sign * ridge, v, n);
  for (int c = 0; c < n; c += 4) {
    const float *row = gram + c * n;
    add_rows(into, sign * v[c], row, sign * v[c + 1], row + n, sign * v[c + 2], row + 2 * n, sign * v[c + 3], row + 3 * n, n);
  }
  for (int at = 0; at < count; at += 4) {
    const float *f0 = fixed + (size_t)indices[at] * n, *f1 = at + 1 < count ? fixed + (size_t)indices[at + 1] * n : zero;
    const float *f2 = at + 2 < count ? fixed + (size_t)indices[at + 2] * n : zero;
    const float *f3 = at + 3 < count ? fixed + (size_t)indices[at + 3] * n : zero;
    float s[4];
    dots(v, f0, f1, f2, f3, n, s);
    for (int e = 0; e < 4; e++) s[e] = target + sign * s[e];
    add_rows(into, s[0], f0, s[1], f1, s[2], f2, s[3], f3, n);
  }
}

static void solve_gradients(const matrix *m, const float *fixed, float *own, const float *gram, int d, int n) {
  (void)d;
  float *r = zeroed(sizeof(float) * n), *p = zeroed(sizeof(float) * n), *ap = zeroed(sizeof(float) * n);
  float *zero = zeroed(sizeof(float) * n);
  for (int row = 0; row < m->rows; row++) {
    const int *indices = m->indices + m->pointers[row], count = m->pointers[row + 1] - m->pointers[row];
    float *x = own + (size_t)row * n, ridge = LAMBDA * (count + ALPHA0 * m->columns);
    memset(r, 0, sizeof(float) * n);
    product(r, x, -1, 1, indices, count, fixed, zero, gram, ridge, n);
    memcpy(p, r, sizeof(float) * n);
    float squares = dot(r, r, n);
    for (int step = 0; step < 3 && squares > 1e-20f; step++) {
      memset(ap, 0, sizeof(float) * n);
      product(ap, p, 1, 0, indices, count, fixed, zero, gram, ridge, n);
      float length = squares / dot(p, ap, n);
      add_row(x, length, p, n);
      add_row(r, -length, ap, n);
      float next = dot(r, r, n), share = next / squares;
      for (int c = 0; c < n; c += F) STORE(p + c) = LOAD(r + c) + share * LOAD(p + c);
      squares = next;
    }
  }
  free(r);
  free(p);
  free(ap);
  free(zero);
}

double als(const matrix *users, const matrix *items, int d, int iterations, int exact) {
  int n = padded(d);
  float *w = normal_rows(users->rows, d, n, 0.1 / sqrt(d), 42), *h = normal_rows(items->rows, d, n, 0.1 / sqrt(d), 43);
  float *gram = zeroed(sizeof(float) * n * n);
  void (*solve)(const matrix *, const float *, float *, const float *, int, int) = exact ? solve_exact : solve_gradients;
  for (int round = 0; round < iterations; round++) {
    gram_of(h, items->rows, n, gram, ALPHA0);
    solve(users, h, w, gram, d, n);
    gram_of(w, users->rows, n, gram, ALPHA0);
    solve(items, w, h, gram, d, n);
  }
  double sum = 0;
  for (int u = 0; u < users->rows; u++)
    for (int at = users->pointers[u]; at < users->pointers[u + 1]; at++)
      sum += dot(w + (size_t)u * n, h + (size_t)users->indices[at] * n, n);
  free(w);
  free(h);
  free(gram);
  return sum / users->pointers[users->rows];
}

/* One bit for each pair of user and item, set where they met. */
static unsigned char *bits_of(const matrix *m) {
  unsigned char *bits = zeroed((size_t)m->rows * m->columns / 8 + 1);
  for (int u = 0; u < m->rows; u++)
    for (int at = m->pointers[u]; at < m->pointers[u + 1]; at++) {
      unsigned bit = (unsigned)u * m->columns + m->indices[at];
      bits[bit >> 3] |= 1 << (bit & 7);
    }
  return bits;
}

INLINE int unmet(const matrix *m, const unsigned char *bits, int user, generator *g) {
  const unsigned first = (unsigned)user * m->columns;
  if (m->pointers[user + 1] - m->pointers[user] >= m->columns) return -1;
  for (;;) {
    int item = below(g, m->columns);
    unsigned bit = first + item;
    if (!(bits[bit >> 3] >> (bit & 7) & 1)) return item;
  }
}

INLINE void pair_step(float *p, float *i, float *j, float *bi, float *bj, float force, float rate, int n) {
  float push = rate * force, keep = 1 - rate * DECAY_LAMBDA;
  for (int c = 0; c < n; c += F) {
    vf own = LOAD(p + c), up = LOAD(i + c), down = LOAD(j + c), pull = push * own;
    STORE(p + c) = keep * own + push * (up - down);
    STORE(i + c) = keep * up + pull;
    STORE(j + c) = keep * down - pull;
  }
  *bi = keep * *bi + push;
  *bj = keep * *bj - push;
}

INLINE void prefetch(const float *row, int n) {
  for (int c = 0; c < n; c += 16) __builtin_prefetch(row + c);
}

/* eˣ for x in −700 … 0. */
INLINE double exp_negative(double x) {
  x = x > -700 ? x : -700;
  double k = rint(x * 1.4426950408889634), r = x - k * 0.6931471805599453, r2 = r * r, r4 = r2 * r2;
  double low = 1 + r + r2 * (0.5 + r * (1.0 / 6));
  double high = 1.0 / 24 + r * (1.0 / 120) + r2 * (1.0 / 720 + r * (1.0 / 5040)) + r4 * (1.0 / 40320);
  union {
    int64_t bits;
    double value;
  } power = {((int64_t)k + 1023) << 52};
  return (low + r4 * high) * power.value;
}

/* User and item of each entry, side by side. */
static int *pairs_of(const matrix *m) {
  int *pairs = malloc(2 * sizeof(int) * m->pointers[m->rows]);
  for (int u = 0; u < m->rows; u++)
    for (int at = m->pointers[u]; at < m->pointers[u + 1]; at++) {
      pairs[2 * at] = u;
      pairs[2 * at + 1] = m->indices[at];
    }
  return pairs;
}

#define AHEAD 256

double bpr(const matrix *m, int d, int epochs) {
  const int n = padded(d), entries = m->pointers[m->rows], *pairs = pairs_of(m);
  float *users = normal_rows(m->rows, d, n, 0.1, 42), *items = normal_rows(m->columns, d, n, 0.1, 43);
  float *biases = zeroed(sizeof(float) * m->columns);
  unsigned char *bits = bits_of(m);
  int draws[3 * AHEAD];
  generator g = seeded(42);
  double loss = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    loss = 0;
    for (int first = 0; first < entries; first += AHEAD) {
      int some = entries - first < AHEAD ? entries - first : AHEAD;
      for (int s = 0; s < some; s++) {
        const int *pair = pairs + 2 * (size_t)below(&g, entries);
        draws[3 * s] = pair[0];
        draws[3 * s + 1] = pair[1];
        draws[3 * s + 2] = unmet(m, bits, pair[0], &g);
      }
      double product = 1;
      for (int s = 0; s < some; s++) {
        const int *draw = draws + 3 * s, better = draw[1], worse = draw[2];
        if (s + 1 < some) {
          prefetch(users + (size_t)draw[3] * n, n);
          prefetch(items + (size_t)draw[4] * n, n);
          prefetch(items + (size_t)draw[5] * n, n);
        }
        if (worse < 0) continue;
        float *p = users + (size_t)draw[0] * n, *i = items + (size_t)better * n, *j = items + (size_t)worse * n;
        vf even = {0}, odd = {0};
        for (int c = 0; c < n; c += 2 * F) {
          even += LOAD(p + c) * (LOAD(i + c) - LOAD(j + c));
          odd += LOAD(p + c + F) * (LOAD(i + c + F) - LOAD(j + c + F));
        }
        float x = biases[better] - biases[worse] + total(even + odd);
        double e = exp_negative(-fabsf(x));
        pair_step(p, i, j, biases + better, biases + worse, (x > 0 ? e : 1) / (1 + e), RATE, n);
        product *= 1 + e;
        loss -= x < 0 ? x : 0;
      }
      loss += log(product);
    }
  }
  free((void *)pairs);
  free(bits);
  free(users);
  free(items);
  free(biases);
  return loss / entries;
}

double warp(const matrix *m, int d, int epochs) {
  const int n = padded(d), entries = m->pointers[m->rows], *pairs = pairs_of(m);
  float *users = normal_rows(m->rows, d, n, 0.1, 42), *items = normal_rows(m->columns, d, n, 0.1, 43);
  float *biases = zeroed(sizeof(float) * m->columns), forces[NEGATIVES];
  double *harmonic = zeroed(sizeof(double) * (m->columns + 1));
  for (int r = 1; r <= m->columns; r++) harmonic[r] = harmonic[r - 1] + 1.0 / r;
  for (int s = 0; s < NEGATIVES; s++) forces[s] = harmonic[(m->columns - 1) / (s + 1)] / harmonic[m->columns - 1];
  unsigned char *bits = bits_of(m);
  generator g = seeded(42);
  double loss = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    loss = 0;
    for (int s = 0; s < entries; s++) {
      const int *pair = pairs + 2 * (size_t)below(&g, entries), user = pair[0], better = pair[1];
      float *p = users + (size_t)user * n, *i = items + (size_t)better * n;
      float score = biases[better] + dot(p, i, n);
      for (int draw = 0; draw < NEGATIVES; draw++) {
        int worse = unmet(m, bits, user, &g);
        if (worse < 0) break;
        generator after = g;
        prefetch(items + (size_t)below(&after, m->columns) * n, n);
        float *j = items + (size_t)worse * n, hinge = 1 - score + (biases[worse] + dot(p, j, n));
        if (!(hinge > 0)) continue;
        after = g;
        const int *following = pairs + 2 * (size_t)below(&after, entries);
        prefetch(items + (size_t)below(&after, m->columns) * n, n);
        prefetch(users + (size_t)following[0] * n, n);
        prefetch(items + (size_t)following[1] * n, n);
        pair_step(p, i, j, biases + better, biases + worse, forces[draw], WARP_RATE, n);
        loss += (double)forces[draw] * hinge;
        break;
      }
    }
  }
  free((void *)pairs);
  free(bits);
  free(users);
  free(items);
  free(biases);
  free(harmonic);
  return loss / entries;
}

/* ---- EASE: sweeps of blocks of pivots ---- */

#define PIVOTS 64

static void tile_double(double *into, size_t stride, const double *x, int x_step, const double *y, int y_step, int count,
                        double sign) {
  vd a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0}, c0 = {0}, c1 = {0}, d0 = {0}, d1 = {0};
  for (; count > 0; count--) {
    vd y0 = *(const vd *)y, y1 = *(const vd *)(y + D);
    a0 += x[0] * y0;
    a1 += x[0] * y1;
    b0 += x[1] * y0;
    b1 += x[1] * y1;
    c0 += x[2] * y0;
    c1 += x[2] * y1;
    d0 += x[3] * y0;
    d1 += x[3] * y1;
    x += x_step;
    y += y_step;
  }
  vd *row = (vd *)into;
  row[0] += sign * a0;
  row[1] += sign * a1;
  row = (vd *)(into + stride);
  row[0] += sign * b0;
  row[1] += sign * b1;
  row = (vd *)(into + 2 * stride);
  row[0] += sign * c0;
  row[1] += sign * c1;
  row = (vd *)(into + 3 * stride);
  row[0] += sign * d0;
  row[1] += sign * d1;
}

/* Strips of four columns, and of as many as a tile is wide. */
#define WIDE (2 * D)

INLINE double *place(double *a, size_t n, size_t r, size_t c) { return r >= c ? a + r * n + c : a + c * n + r; }

static void invert_block(double *a, size_t n, int first, int pivots, double *block) {
  for (int r = 0; r < pivots; r++)
    for (int c = 0; c < pivots; c++) block[r * pivots + c] = *place(a, n, first + r, first + c);
  for (int k = 0; k < pivots; k++) {
    double *own = block + k * pivots, inverse = 1 / own[k];
    for (int r = 0; r < pivots; r++) {
      if (r == k) continue;
      double *row = block + r * pivots, factor = row[k] * inverse;
      for (int c = 0; c < pivots; c++) row[c] -= factor * own[c];
      row[k] = -factor;
    }
    for (int c = 0; c < pivots; c++) own[c] *= inverse;
    own[k] = inverse;
  }
}

double ease(const matrix *m, double lambda) {
  const int columns = m->columns, n = (columns + WIDE - 1) / WIDE * WIDE;
  double *a = zeroed(sizeof(double) * n * n), trace = 0;
  for (int row = 0; row < m->rows; row++)
    for (int x = m->pointers[row]; x < m->pointers[row + 1]; x++)
      for (int y = m->pointers[row]; y <= x; y++) a[(size_t)m->indices[x] * n + m->indices[y]] += 1;
  for (int i = 0; i < columns; i++) a[(size_t)i * n + i] += lambda;
  for (int i = columns; i < n; i++) a[(size_t)i * n + i] = 1;
  double *before = zeroed(sizeof(double) * n * PIVOTS), *after = zeroed(sizeof(double) * n * PIVOTS);
  double *wide = zeroed(sizeof(double) * n * PIVOTS), *block = zeroed(sizeof(double) * PIVOTS * PIVOTS);
  for (int first = 0; first < n; first += PIVOTS) {
    const int pivots = n - first < PIVOTS ? n - first : PIVOTS;
    for (int i = 0; i < n; i += 4)
      for (int p = 0; p < pivots; p++)
        for (int r = 0; r < 4; r++) before[(size_t)i * pivots + p * 4 + r] = *place(a, n, i + r, first + p);
    for (int i = 0; i < n; i += WIDE)
      for (int p = 0; p < pivots; p++)
        for (int r = 0; r < WIDE; r++) wide[(size_t)i * pivots + p * WIDE + r] = *place(a, n, i + r, first + p);
    invert_block(a, n, first, pivots, block);
    memset(after, 0, sizeof(double) * n * pivots);
    for (int i = 0; i < n; i += WIDE)
      for (int p = 0; p < pivots; p += 4)
        tile_double(after + (size_t)i * pivots + p * WIDE, WIDE, block + p, pivots, wide + (size_t)i * pivots, WIDE, pivots, 1);
    for (int i = 0; i < n; i += 4) {
      if (i >= first && i < first + pivots) continue;
      for (int j = 0; j <= i; j += WIDE) {
        if (j >= first && j < first + pivots) continue;
        tile_double(a + (size_t)i * n + j, n, before + (size_t)i * pivots, 4, after + (size_t)j * pivots, WIDE, pivots, -1);
      }
    }
    for (int i = 0; i < n; i++) {
      if (i >= first && i < first + pivots) continue;
      for (int p = 0; p < pivots; p++)
        *place(a, n, i, first + p) = after[(size_t)(i / WIDE * WIDE) * pivots + p * WIDE + i % WIDE];
    }
    for (int r = 0; r < pivots; r++)
      for (int c = 0; c <= r; c++) *place(a, n, first + r, first + c) = -block[r * pivots + c];
  }
  for (int rows = 0; rows < n; rows += 32)
    for (int cols = 0; cols <= rows; cols += 32)
      for (int r = rows; r < rows + 32 && r < n; r++)
        for (int c = cols; c < cols + 32 && c <= r; c++)
          a[(size_t)c * n + r] = a[(size_t)r * n + c] = -a[(size_t)r * n + c];
  for (int i = 0; i < columns; i++) trace += a[(size_t)i * n + i];
  free(a);
  free(before);
  free(after);
  free(wide);
  free(block);
  return trace;
}

/* ---- the k best ---- */

typedef int vi __attribute__((vector_size(16)));
typedef float v4 __attribute__((vector_size(16), aligned(4), may_alias));

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

/* Passes by sixteen small numbers at once when the heap is full. */
static int top(const float *scores, int count, int k, float *best, int *items) {
  int size = 0, i = 0;
  while (i < count) {
    if (size == k) {
      v4 t = {best[0], best[0], best[0], best[0]};
      while (i + 16 <= count) {
        const v4 *s = (const v4 *)(scores + i);
        vi any = (s[0] > t) | (s[1] > t) | (s[2] > t) | (s[3] > t);
        if (any[0] | any[1] | any[2] | any[3]) break;
        i += 16;
      }
    }
    for (int end = i + 16 < count ? i + 16 : count; i < end; i++) {
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
  }
  return size;
}

double item_knn(const matrix *m, int k) {
  matrix t = transpose(m);
  const int n = t.rows, whole = (n + 3) & ~3;
  int *common = zeroed(sizeof(int) * whole), *touched = malloc(sizeof(int) * n), *items = malloc(sizeof(int) * k);
  float *scores = zeroed(sizeof(float) * whole), *best = malloc(sizeof(float) * k);
  double *sizes = zeroed(sizeof(double) * whole);
  int *chosen = malloc(sizeof(int) * (size_t)n * k);
  float *similarities = malloc(sizeof(float) * (size_t)n * k);
  for (int i = 0; i < n; i++) sizes[i] = t.pointers[i + 1] - t.pointers[i];
  double sum = 0;
  size_t written = 0;
  for (int row = 0; row < n; row++) {
    for (int e = t.pointers[row]; e < t.pointers[row + 1]; e++)
      for (int at = m->pointers[t.indices[e]]; at < m->pointers[t.indices[e] + 1]; at++) common[m->indices[at]]++;
    const double own = sizes[row];
    for (int i = 0; i < whole; i++) {
      double c = common[i], s = c / sqrt(own * sizes[i]);
      scores[i] = c > 0 ? s : -1e38f;
    }
    scores[row] = -1e38f;
    memset(common, 0, sizeof(int) * whole);
    int found = top(scores, n, k, best, items);
    float least = found < k ? -1e30f : best[0];
    int last = found < k ? -1 : items[0];
    for (int i = 0; i < n; i++) {
      if (!(scores[i] >= least) || (!(scores[i] > least) && i > last)) continue;
      chosen[written] = i;
      sum += similarities[written++] = scores[i];
    }
  }
  free_matrix(&t);
  free(common);
  free(touched);
  free(items);
  free(scores);
  free(best);
  free(sizes);
  free(chosen);
  free(similarities);
  return sum;
}

double recommend(const matrix *m, int d, int k) {
  const int n = m->columns, whole = (n + 3) & ~3, width = padded(d);
  int *items = malloc(sizeof(int) * k);
  static float *users, *factors; /* made once */
  if (!users) {
    users = normal_rows(m->rows, d, width, 1, 42);
    factors = normal_rows(n, d, width, 1, 43);
  }
  float *scores = zeroed(sizeof(float) * whole), *best = malloc(sizeof(float) * k);
  double sum = 0;
  for (int u = 0; u < m->rows; u++) {
    for (int i = 0; i < whole; i += 4) {
      const float *f = factors + (size_t)i * width;
      dots(users + (size_t)u * width, f, f + width, f + 2 * width, f + 3 * width, width, scores + i);
    }
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
