/*
 * Trains on demand: reads a log from a file, then one task a line from standard input (`bpr 64 20`), and answers each with a line of
 * milliseconds, milliseconds of the processor, a number that says what was computed, and the most memory used so far in kilobytes.
 */
#include "native.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* The most memory so far in kilobytes, of this program alone; 0 where the system does not tell. */
static long peak(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  long kilobytes = 0;
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %ld", &kilobytes);
  if (status) fclose(status);
  return kilobytes;
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  FILE *file = fopen(arguments[1], "rb");
  int size[3];
  if (!file || fread(size, sizeof(int), 3, file) != 3) return 2;
  const int rows = size[2];
  int *user = malloc(sizeof(int) * rows), *item = malloc(sizeof(int) * rows);
  if ((int)fread(user, sizeof(int), rows, file) != rows || (int)fread(item, sizeof(int), rows, file) != rows) return 2;
  fclose(file);

  char name[32];
  int a, b;
  while (scanf("%31s %d %d", name, &a, &b) == 3) {
    double start = now(CLOCK_MONOTONIC), busy = now(CLOCK_PROCESS_CPUTIME_ID), result = 0;
    matrix m = user_item_matrix(size[0], size[1], rows, user, item);
    if (!strcmp(name, "als-cg") || !strcmp(name, "als-cholesky")) {
      matrix t = transpose(&m);
      result = als(&m, &t, a, b, !strcmp(name, "als-cholesky"));
      free_matrix(&t);
    } else if (!strcmp(name, "bpr")) result = bpr(&m, a, b);
    else if (!strcmp(name, "warp")) result = warp(&m, a, b);
    else if (!strcmp(name, "ease")) result = ease(&m, a);
    else if (!strcmp(name, "item-knn")) result = item_knn(&m, a);
    else if (!strcmp(name, "recommend")) result = recommend(&m, a, b);
    else return 2;
    free_matrix(&m);
    printf("%.3f %.3f %.9g %ld\n", now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID) - busy, result, peak());
    fflush(stdout);
  }
  return 0;
}
