// The table of one level. Included by kernels_….c, which define TABLE.
#include "elementwise.h"
#include "embed.h"
#include "encoder.h"
#include "exponential.h"
#include "gemm.h"
#include "loss.h"
#include "maxout.h"
#include "maxout_products.h"
#include "norm.h"
#include "optimizer.h"
#include "random.h"
#include "transition.h"

const struct sweep_kernels TABLE = {
    .gemm = gemm,
    .pack = pack,
    .gemm_packed = gemm_packed,
    .gemm_rows = gemm_rows,
    .add = add,
    .axpy = axpy,
    .scale = scale,
    .multiply = multiply,
    .multiply_add = multiply_add,
    .multiply_rows = multiply_rows,
    .relu = relu,
    .relu_backward = relu_backward,
    .add_bias = add_bias,
    .sum_rows = sum_rows,
    .sum_of_squares = sum_of_squares,
    .maxout = maxout,
    .maxout_backward = maxout_backward,
    .maxout_bias_gradient = maxout_bias_gradient,
    .maxout_input_gradient = maxout_input_gradient,
    .maxout_weight_gradient = maxout_weight_gradient,
    .maxout_norm = maxout_norm,
    .maxout_norm_backward = maxout_norm_backward,
    .window_backward = window_backward,
    .spread_rows = spread_rows,
    .collect_rows = collect_rows,
    .layer_norm = layer_norm,
    .layer_norm_backward = layer_norm_backward,
    .layer_norm_gradients = layer_norm_gradients,
    .hash_embed = hash_embed,
    .hash_embed_backward = hash_embed_backward,
    .expand_window = expand_window,
    .expand_window_backward = expand_window_backward,
    .gather_sum = gather_sum,
    .gather_rows = gather_rows,
    .scatter_add_rows = scatter_add_rows,
    .scatter_missing = scatter_missing,
    .scatter_sum = scatter_sum,
    .lower_hidden = lower_hidden,
    .sum_winners = sum_winners,
    .softmax_rows = softmax_rows,
    .logistic = logistic,
    .mish = mish,
    .mish_backward = mish_backward,
    .exp_f32 = exp_f32,
    .log_f32 = log_f32,
    .tanh_f32 = tanh_f32,
    .exp_f64 = exp_f64,
    .log_f64 = log_f64,
    .tanh_f64 = tanh_f64,
    .transition_loss = transition_loss,
    .optimizer_step = optimizer_step,
    .twist = twist,
    .draw_mask = draw_mask,
    .draw_uniform = draw_uniform,
    .draw_normal = draw_normal,
};
