import SweepNN
import SweepTestSupport
import Testing

struct ParametersTests {
  @Test func remembersNamesShapesAndValues() {
    var parameters = Parameters()
    let a = parameters.add("a", shape: [2, 3])
    let b = parameters.add("b", shape: [2], initially: .values([1, 2]))
    #expect(parameters.count == 2)
    #expect(parameters.ids == [a, b])
    #expect(parameters.name(of: a) == "a")
    #expect(parameters.shape(of: a) == [2, 3])
    #expect(parameters[a] == [0, 0, 0, 0, 0, 0])
    #expect(parameters[b] == [1, 2])
  }

  @Test func copiesAreIndependent() {
    var parameters = Parameters()
    let a = parameters.add("a", shape: [1])
    let before = parameters
    parameters[a][0] = 5
    #expect(before[a] == [0])
    #expect(before != parameters)
    parameters.replace(a, shape: [1, 2], values: [1, 2])
    #expect(parameters.shape(of: a) == [1, 2])
    #expect(parameters[a] == [1, 2])
  }

  @Test func gradientsHaveEntriesOnceTouched() {
    var parameters = Parameters()
    let a = parameters.add("a", shape: [2])
    var gradients = Gradients(like: parameters)
    #expect(gradients[a] == [0, 0])
    #expect(!gradients.hasEntry(a))
    gradients[a][1] += 1
    #expect(gradients.hasEntry(a))
    #expect(gradients[a] == [0, 1])
  }
}
