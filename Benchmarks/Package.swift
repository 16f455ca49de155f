// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "l4check", path: "..")],
  targets: [
    .target(name: "CInstructions", path: "CInstructions"),
    .target(
      name: "FastIPC",
      dependencies: [
        .product(name: "ARMSemantics", package: "l4check"), .product(name: "FastPath", package: "l4check"),
        .product(name: "Logic", package: "l4check"),
      ]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CInstructions", "FastIPC", .product(name: "ARMSemantics", package: "l4check"),
        .product(name: "FastPath", package: "l4check"), .product(name: "Logic", package: "l4check"),
      ]),
    .executableTarget(
      name: "costs",
      dependencies: [
        "CInstructions", .product(name: "ARMSemantics", package: "l4check"),
        .product(name: "FastPath", package: "l4check"), .product(name: "Logic", package: "l4check"),
        .product(name: "Scenarios", package: "l4check"),
      ]),
  ]
)
