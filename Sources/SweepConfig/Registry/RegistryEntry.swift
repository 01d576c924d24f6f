/// A family of registered functions that make the same kind of object.
public struct RegistryKind<Product>: Sendable {
  /// The name without the `@`, such as `schedules`.
  public let name: String

  public init(_ name: String) { self.name = name }
}

/// An entry of any kind.
public protocol RegistryEntryProtocol: Sendable {
  /// The registry's name, such as `schedules`.
  var registry: String { get }
  /// The function's name with its version, such as `compounding.v1`.
  var name: String { get }
  /// The arguments in the order of the function's signature.
  var parameters: [Parameter] { get }
}

/// One registered function: its kind, its versioned name, its arguments, and how to make the object.
public struct RegistryEntry<Product>: RegistryEntryProtocol {
  public let kind: RegistryKind<Product>
  public let name: String
  public let parameters: [Parameter]
  let make: @Sendable (inout ArgumentReader) throws(ConfigError) -> Product

  public var registry: String { kind.name }

  public init(
    _ kind: RegistryKind<Product>, _ name: String, _ parameters: [Parameter],
    _ make: @escaping @Sendable (inout ArgumentReader) throws(ConfigError) -> Product
  ) {
    self.kind = kind
    self.name = name
    self.parameters = parameters
    self.make = make
  }
}

/// A function that configs may name and that is checked, but that is not run natively.
public struct Signature: RegistryEntryProtocol {
  public let registry: String
  public let name: String
  public let parameters: [Parameter]

  public init(_ registry: String, _ name: String, _ parameters: [Parameter]) {
    self.registry = registry
    self.name = name
    self.parameters = parameters
  }
}
