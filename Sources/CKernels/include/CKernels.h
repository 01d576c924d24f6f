// Numeric kernels in C.
//
// Goals, in order: (1) the same bits on every SIMD level, machine, row split and thread count;
// (2) the formulas of spaCy 3.8 and Thinc 8.3; (3) speed.
//
// How the bits are kept: every output element is computed by one fixed sequence of IEEE operations.
// Vectors have sixteen lanes at every level; sums over a row go through sixteen partial sums, lane
// l takes elements l, l + 16, l + 32 …, and the lanes are combined 16 → 8 → 4 → 2 → 1 (lane i with
// lane i + half). Multiply-add is fused where fma is written and nowhere else. Nothing depends on
// flush-to-zero modes: these are never set.
//
// Conventions: float32, row-major. `ld…` is the distance between rows, in elements. Rows may be
// split between threads at will wherever a function takes rows; sums over rows (sum_rows,
// layer_norm_gradients, products with transpose_a) are split over columns instead. No function
// allocates, except that products keep a packing buffer per thread. Arrays must not overlap unless
// the comment says so.
#ifndef SWEEP_CKERNELS_H
#define SWEEP_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

// Changes whenever any kernel may give other bits than before. Guarded by golden hashes in tests.
#define SWEEP_NUMERICS_VERSION 1

// SIMD levels.
#define SWEEP_PORTABLE 0
#define SWEEP_AVX2 1
#define SWEEP_AVX512 2

// Optimizer rules.
#define SWEEP_ADAM 0
#define SWEEP_RADAM 1
#define SWEEP_SGD 2

// The settings of one optimizer step on one parameter. `step` counts this parameter's steps from 1.
struct sweep_step_settings {
  int32_t rule;  // SWEEP_ADAM, …
  int64_t step;
  double learn_rate;
  double beta1;
  double beta2;
  double eps;
  double l2;
  double grad_clip;  // 0: no clipping
  bool l2_is_weight_decay;
};

// All kernels at one SIMD level.
struct sweep_kernels {
  // ---- Matrix products (gemm.h)

  // C[m, n] = op(A)[m, k] · op(B)[k, n]: element (i, j) is one chain of fused multiply-adds in the
  // order of k, acc = fma(a[i, p], b[p, j], acc), from +0; with `bias`, from bias[j]; with
  // `accumulate`, from the value in C (bias must then be null). op(A) = Aᵀ if transpose_a, where
  // A is stored [k, m]; likewise B [n, k]. lda may be smaller than k: overlapping rows of A read a
  // sliding window without a copy.
  void (*gemm)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
               bool transpose_a, const float *b, ptrdiff_t ldb, bool transpose_b,
               const float *_Nullable bias, float *c, ptrdiff_t ldc, bool accumulate);
  // Packs op(B)[k, n] for gemm_packed into sweep_packed_count(k, n) floats. The layout is the same
  // at all levels.
  void (*pack)(ptrdiff_t k, ptrdiff_t n, const float *b, ptrdiff_t ldb, bool transpose_b,
               float *packed);
  // gemm with a B packed before: the same bits.
  void (*gemm_packed)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                      bool transpose_a, const float *packed, const float *_Nullable bias, float *c,
                      ptrdiff_t ldc, bool accumulate);

  // gemm_packed on A', whose row i is row rows[i] of A.
  void (*gemm_rows)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t lda,
                    const int32_t *rows, const float *packed, const float *_Nullable bias,
                    float *c, ptrdiff_t ldc, bool accumulate);

  // ---- Elementwise (elementwise.h); `n` elements; x may be y

  void (*add)(ptrdiff_t n, const float *x, float *y);                  // y += x
  void (*axpy)(ptrdiff_t n, float alpha, const float *x, float *y);    // y += alpha·x, not fused
  void (*scale)(ptrdiff_t n, float alpha, float *x);                   // x *= alpha
  void (*multiply)(ptrdiff_t n, const float *x, const float *m, float *y);  // y = x·m (dropout)
  // y += x·m, not fused (dropout, then residual)
  void (*multiply_add)(ptrdiff_t n, const float *x, const float *m, float *y);
  // y = x·m with one mask row m[columns] for all rows
  void (*multiply_rows)(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t ldx,
                        const float *m, float *y, ptrdiff_t ldy);
  // which = x >= 0, y = x where which, else 0
  void (*relu)(ptrdiff_t n, const float *x, float *y, uint8_t *which);
  void (*relu_backward)(ptrdiff_t n, const float *dy, const uint8_t *which, float *dx);
  void (*add_bias)(ptrdiff_t rows, ptrdiff_t columns, const float *bias, float *x, ptrdiff_t ldx);
  // out[j] += x[0, j], += x[1, j], … in the order of rows
  void (*sum_rows)(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t ldx, float *out);
  double (*sum_of_squares)(ptrdiff_t n, const float *x);  // in double; sqrt of it is the L2 norm

  // ---- Maxout (maxout.h): z [rows, nO·nP], pieces innermost; ties go to the lowest piece

  void (*maxout)(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, const float *z, ptrdiff_t ldz,
                 float *y, ptrdiff_t ldy, uint8_t *_Nullable which);  // which [rows, nO], dense
  // dz = dy at the winning piece, 0 elsewhere
  void (*maxout_backward)(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, const float *dy,
                          ptrdiff_t lddy, const uint8_t *which, float *dz, ptrdiff_t lddz);

  // db[o, which[r, o]] += dy[r, o] in the order of rows, for the outputs first … end − 1
  void (*maxout_bias_gradient)(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, ptrdiff_t first,
                               ptrdiff_t end, const float *dy, ptrdiff_t lddy,
                               const uint8_t *which, float *db);

  // ---- Backward products of a maxout layer with w [nO, nP, nI] (maxout_products.h)
  //
  // nI must be a multiple of 16 and nP at most 64. The bits are those of maxout_backward and gemm,
  // but for the sign of zeros.

  // dx[r] = Σ_o dy[r, o]·w[o, which[r, o]], a chain of fused multiply-adds in the order of o
  void (*maxout_input_gradient)(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, ptrdiff_t nI,
                                const float *dy, ptrdiff_t lddy, const uint8_t *which,
                                const float *w, float *dx, ptrdiff_t lddx);
  // dw[o, which[r, o]] += dy[r, o]·x[r], a chain in the order of rows, for the outputs first …
  // end − 1; with `ids`, which ascend, x[ids[r]] takes the place of x[r]
  void (*maxout_weight_gradient)(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP, ptrdiff_t nI,
                                 ptrdiff_t first, ptrdiff_t end, const float *dy, ptrdiff_t lddy,
                                 const uint8_t *which, const int32_t *_Nullable ids,
                                 const float *x, ptrdiff_t ldx, float *dw);

  // ---- Layer norm (norm.h): y = (x − μ)·r·g + b, r = 1/sqrt(var + 1e-8), population variance

  void (*layer_norm)(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t ldx, const float *g,
                     const float *b, float *y, ptrdiff_t ldy, float *mean, float *rstd);
  void (*layer_norm_backward)(ptrdiff_t rows, ptrdiff_t n, const float *dy, ptrdiff_t lddy,
                              const float *x, ptrdiff_t ldx, const float *mean, const float *rstd,
                              const float *g, float *dx, ptrdiff_t lddx);  // dx may be dy
  // dg += Σ dy·(x − μ)·r, db += Σ dy, in the order of rows
  void (*layer_norm_gradients)(ptrdiff_t rows, ptrdiff_t n, const float *dy, ptrdiff_t lddy,
                               const float *x, ptrdiff_t ldx, const float *mean, const float *rstd,
                               float *dg, float *db);

  // ---- Embedding and windows (embed.h)

  // out[t] = (E[ids[t, 0]] + E[ids[t, 1]] + E[ids[t, 2]] + E[ids[t, 3]])·mask
  void (*hash_embed)(ptrdiff_t tokens, ptrdiff_t width, const uint32_t *ids, const float *table,
                     const float *_Nullable mask, float *out, ptrdiff_t ldout);
  // dE[ids[t, j]] += dy[t]·mask, for t in order, j in order; columns first … end − 1, where first
  // is a multiple of 16
  void (*hash_embed_backward)(ptrdiff_t tokens, ptrdiff_t width, ptrdiff_t first, ptrdiff_t end,
                              const uint32_t *ids, const float *dy, ptrdiff_t lddy,
                              const float *_Nullable mask, float *dtable);
  // y[i] = x[i − n] … x[i + n] side by side, zeros beyond the ends; y [rows, (2n + 1)·width].
  // Where x has n zero rows before and after it, gemm on x with lda = width needs no copy.
  void (*expand_window)(ptrdiff_t rows, ptrdiff_t width, ptrdiff_t n, const float *x, float *y);
  // dx[i + w] += dy[i, w], for each row of dx from w = −n to n
  void (*expand_window_backward)(ptrdiff_t rows, ptrdiff_t width, ptrdiff_t n, const float *dy,
                                 float *dx);

  // ---- Rows between products (encoder.h); all arrays dense, ids and targets list rows

  // The maximum of z [rows, n, nP], its layer norm, dropout and residual:
  // y[targets[r]] = x[ids[r]] + norm(max z[r])·mask[ids[r]]. Without x nothing is added, without
  // mask nothing is dropped, without targets row r goes to row r. Keeps maxed [rows, n], which
  // (may be null), mean and rstd [rows].
  void (*maxout_norm)(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t nP, const float *z, const float *g,
                      const float *b, float *maxed, uint8_t *_Nullable which, float *mean,
                      float *rstd, const int32_t *_Nullable ids, const float *_Nullable x,
                      const float *_Nullable mask, const int32_t *_Nullable targets, float *y);
  // dnormed[r] = dy[ids[r]]·mask[ids[r]] (dy[r] without ids), and from it dmaxed through the norm
  void (*maxout_norm_backward)(ptrdiff_t rows, ptrdiff_t n, const int32_t *_Nullable ids,
                               const float *dy, const float *_Nullable mask, const float *maxed,
                               const float *mean, const float *rstd, const float *g,
                               float *dnormed, float *dmaxed);
  // dx[r] += dwindows[places[r − w], w] for w from −n to n, for the rows first … end − 1 of `rows`;
  // a negative place has no windows. dwindows [·, 2n + 1, width]
  void (*window_backward)(ptrdiff_t first, ptrdiff_t end, ptrdiff_t rows, ptrdiff_t width,
                          ptrdiff_t n, const int32_t *places, const float *dwindows, float *dx);
  // y[targets[i]] = x[sources[i]]·mask[i]
  void (*spread_rows)(ptrdiff_t count, ptrdiff_t width, const int32_t *sources,
                      const int32_t *targets, const float *x, const float *_Nullable mask,
                      float *y);
  // dx[targets[i]] += dy[sources[i]]·mask[i], not fused, for i in order; columns first … end − 1
  void (*collect_rows)(ptrdiff_t count, ptrdiff_t width, ptrdiff_t first, ptrdiff_t end,
                       const int32_t *sources, const int32_t *targets, const float *dy,
                       const float *_Nullable mask, float *dx);

  // ---- Lower layer of the transition model (transition.h); ids [states, nF], −1 is missing

  // v[s] = bias + Σ_f (ids[s, f] < 0 ? pad[f] : y[ids[s, f], f]), f in order;
  // y [tokens, nF, width], pad [nF, width], v [states, width]
  void (*gather_sum)(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t width, const int32_t *ids,
                     const float *y, const float *pad, const float *bias, float *v);
  // out[s] = t[ids[s·stride]], −1 meaning the last of `rows` rows; pass ids + f, stride nF
  void (*gather_rows)(ptrdiff_t states, ptrdiff_t width, const int32_t *ids, ptrdiff_t stride,
                      const float *t, ptrdiff_t rows, float *out);
  // t[ids[s·stride]] += x[s] for s in order, where the id is not negative
  void (*scatter_add_rows)(ptrdiff_t states, ptrdiff_t width, const int32_t *ids, ptrdiff_t stride,
                           const float *x, ptrdiff_t ldx, float *t);
  // dpad[f] += Σ dv[s] over the states with ids[s, f] < 0, in order
  void (*scatter_missing)(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t width, const int32_t *ids,
                          const float *dv, float *dpad);
  // dy[ids[s, f], f] += dv[s], or dpad[f] += dv[s] where the id is negative: the reverse of
  // gather_sum, for s in order, f in order
  void (*scatter_sum)(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t width, const int32_t *ids,
                      const float *dv, float *dy, float *dpad);

  // The lower layer of states whose features' rows are known, rows [states, nF]:
  // z = bias + Σ_f rows[s, f], f in order, each [nO, nP]; hidden = max z·mask. Without mask nothing
  // is dropped. One piece has a ReLU where which is given, which is then whether it let through.
  void (*lower_hidden)(ptrdiff_t states, ptrdiff_t nF, ptrdiff_t nO, ptrdiff_t nP,
                       const float *_Nonnull const *_Nonnull rows, const float *bias,
                       const float *_Nullable mask, float *hidden, uint8_t *_Nullable which);
  // sums[o, which[r, o]] += dy[r, o] for r in order, where row r lies in place places[r]; with
  // `ids`, only of the rows with a negative ids[r·stride]; sums [nO, nP]
  void (*sum_winners)(ptrdiff_t rows, ptrdiff_t nO, ptrdiff_t nP,
                      const int32_t *_Nullable places, const int32_t *_Nullable ids,
                      ptrdiff_t stride, const float *dy, const uint8_t *which, float *sums);

  // ---- Exponentials and losses (exponential.h)

  void (*softmax_rows)(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t ldx, float *y,
                       ptrdiff_t ldy);  // y may be x
  void (*logistic)(ptrdiff_t n, const float *x, float *y);  // 1/(1 + exp(−x))
  void (*mish)(ptrdiff_t n, const float *x, float *y);  // x·tanh(log(1 + exp(x))); x may be y
  // dx = dy times the slope of Mish at x; dx may be dy
  void (*mish_backward)(ptrdiff_t n, const float *x, const float *dy, float *dx);
  void (*exp_f32)(ptrdiff_t n, const float *x, float *y);   // through double, rounded once
  void (*log_f32)(ptrdiff_t n, const float *x, float *y);
  void (*tanh_f32)(ptrdiff_t n, const float *x, float *y);
  void (*exp_f64)(ptrdiff_t n, const double *x, double *y);
  void (*log_f64)(ptrdiff_t n, const double *x, double *y);
  void (*tanh_f64)(ptrdiff_t n, const double *x, double *y);
  // The loss of greedy transition systems (spaCy's log loss against the best gold class), for each
  // state: d = p − q, or zeros where no class is valid. Returns Σ d² over states in order.
  // scores, d [states, classes]; valid and costs [states, classes], dense.
  double (*transition_loss)(ptrdiff_t states, ptrdiff_t classes, const float *scores,
                            ptrdiff_t ldscores, const uint8_t *valid, const float *costs, float *d,
                            ptrdiff_t ldd);

  // ---- Optimizers (optimizer.h)

  // One step of one parameter: L2, clipping by this array's own norm, the rule, zeroing of g,
  // weight decay, average. m1, m2 are unused by SGD; average may be null. Moments smaller than
  // 2⁻¹¹⁰ become zero, so that they never decay to denormal numbers.
  void (*optimizer_step)(ptrdiff_t n, const struct sweep_step_settings *settings, float *w,
                         float *g, float *_Nullable m1, float *_Nullable m2,
                         float *_Nullable average);

  // ---- Random numbers (random.h): words are those of MT19937; a draw takes two of them

  // Advances the state of 624 words by one block and writes the block as it is handed out.
  void (*twist)(uint32_t *state, uint32_t *block);
  // mask = 0 where the draw of 53 bits is below `limit`, else `scale`; words [n, 2]
  void (*draw_mask)(ptrdiff_t n, const uint32_t *words, uint64_t limit, float scale, float *mask);
  // x = low + span·u for draws u from [0, 1), in double, rounded once; words [n, 2]
  void (*draw_uniform)(ptrdiff_t n, const uint32_t *words, double low, double span, float *x);
  // Pairs of normal deviates by the polar method from at most `tries` pairs of draws, words
  // [tries, 4], until there are `wanted` ≥ 1 pairs; normals [wanted, 2], the number in `found`.
  // Returns how many tries were used.
  ptrdiff_t (*draw_normal)(ptrdiff_t tries, const uint32_t *words, ptrdiff_t wanted,
                           double *normals, ptrdiff_t *found);
};

// The kernels at a level. A level that this machine does not support gives the portable ones.
const struct sweep_kernels *sweep_kernels_at(int32_t level);
// The kernels of the level that the environment variable SWEEP_SIMD names, or else of the best.
const struct sweep_kernels *sweep_kernels_here(void);
// Whether this machine can run the level.
bool sweep_supports(int32_t level);
// How many floats `pack` writes.
ptrdiff_t sweep_packed_count(ptrdiff_t k, ptrdiff_t n);

// Tells the processor that this thread waits for another in a loop.
void sweep_pause(void);

// Scalar functions in double, the same bits everywhere; at most about 1 unit in the last place off.
double sweep_exp(double x);
double sweep_log(double x);
double sweep_tanh(double x);
// base^exponent by repeated squaring.
double sweep_integer_power(double base, int64_t exponent);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
