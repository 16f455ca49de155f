/// A statement about every object of some kinds, in one state.
///
/// Natively it is checked for every object that exists; symbolically it is assumed at the objects that matter, or
/// proved for an arbitrary one.
public struct Claim<R: Reading> {
  /// A short name, unique within its list.
  public let name: String
  /// The statement in English.
  public let statement: String
  /// The numbers of the kinds that it speaks of, one for each variable.
  public let kinds: [Int]
  /// The statement about given objects; true where an index is no object's.
  public let holds: ([R.Word]) -> R.Truth

  /// A statement about one state as a whole.
  public init(_ name: String, _ statement: String, _ holds: @escaping () -> R.Truth) {
    self.name = name
    self.statement = statement
    kinds = []
    self.holds = { _ in holds() }
  }

  /// A statement about every object of a kind.
  public init<S: Store, K: Kind>(
    _ name: String, _ statement: String, forAll k: S, _ kind: K.Type, _ holds: @escaping (Ref<K, R>) -> R.Truth
  ) where S.R == R {
    self.name = name
    self.statement = statement
    kinds = [K.number]
    self.holds = { i in k.exists(Ref<K, R>(i[0])).implies(holds(Ref(i[0]))) }
  }

  /// A statement about every two objects.
  public init<S: Store, K1: Kind, K2: Kind>(
    _ name: String, _ statement: String, forAll k: S, _ kind1: K1.Type, _ kind2: K2.Type,
    _ holds: @escaping (Ref<K1, R>, Ref<K2, R>) -> R.Truth
  ) where S.R == R {
    self.name = name
    self.statement = statement
    kinds = [K1.number, K2.number]
    self.holds = { i in
      (k.exists(Ref<K1, R>(i[0])) && k.exists(Ref<K2, R>(i[1])))
        .implies(holds(Ref(i[0]), Ref(i[1])))
    }
  }
}
