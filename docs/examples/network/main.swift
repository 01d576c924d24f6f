import SweepBase
import SweepNN
import SweepTensors

var parameters = Parameters()
var random = SpacyRandom(seed: 0)
let network = Maxout(nO: 8, nI: 2, in: &parameters, random: &random.numpy)
  .then(LayerNorm(width: 8, in: &parameters))
  .then(Dropout())
  .then(Softmax(nO: 2, nI: 8, in: &parameters))

var model = Model(network, parameters, random: random)
model.dropout = 0.1
var optimizer = Optimizer.adam(
  0.001, l2: 0.01,
  schedules: [.learnRate: WarmupLinear(initialRate: 0.01, warmupSteps: 20, totalSteps: 200)])
let loss = CategoricalCrossentropy()

// Four points, and whether their two numbers differ.
let x = Floats2D(rows: 4, columns: 2, values: [0, 0, 0, 1, 1, 0, 1, 1])
let classes = Classes.numbers([0, 1, 1, 0])

for _ in 0..<200 {
  let update = model.beginUpdate(x)  // output and backward pass
  let dY = try loss(update.output, classes).gradient
  _ = update.backprop(dY, &model.gradients)  // adds to the gradients
  model.finishUpdate(&optimizer)  // uses them up
  optimizer.stepSchedules()
}

model.parameters = optimizer.averaged(model.parameters)
print(model.predict(x).values)
