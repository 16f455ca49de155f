// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "l4check",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Logic", targets: ["Logic"]),
    .library(name: "Checker", targets: ["Checker"]),
    .library(name: "ARMSemantics", targets: ["ARMSemantics"]),
    .library(name: "FastPath", targets: ["Model", "FastPath"]),
    .library(name: "Scenarios", targets: ["Scenarios"]),
    .executable(name: "l4check", targets: ["l4check"]),
    .executable(name: "l4prove", targets: ["l4prove"]),
  ],
  dependencies: [
    // A range, and no Package.resolved in git: that file pins a commit of the repository which it was resolved from, and a
    // mirror may have other commits. No verdict depends on which version is taken: the package reads the command line of
    // one executable, and nothing that is proved, or that proves, imports it.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(
      name: "CZ3", pkgConfig: "z3", providers: [.apt(["libz3-dev"]), .brew(["z3"])]),
    .target(name: "Logic"),
    .target(name: "ARMSemantics", dependencies: ["Logic"]),
    .target(name: "Model", dependencies: ["ARMSemantics", "Logic"]),
    .target(name: "FastPath", dependencies: ["ARMSemantics", "Logic", "Model"]),
    .target(name: "Published", dependencies: ["ARMSemantics", "FastPath", "Logic", "Model"]),
    .target(name: "Checker", dependencies: ["CZ3", "Logic"]),
    .target(
      name: "Properties", dependencies: ["ARMSemantics", "Checker", "FastPath", "Logic", "Model", "Published"],
      path: "Properties"),
    .target(
      name: "Evidence", dependencies: ["Checker", "Published"], path: "Evidence", exclude: ["README.md"],
      resources: [.copy("Hints"), .copy("Witnesses"), .copy("Recordings")]),
    .target(name: "Walkthrough", dependencies: ["ARMSemantics", "Checker", "Logic"]),
    .target(
      name: "Scenarios",
      dependencies: ["ARMSemantics", "Checker", "FastPath", "Logic", "Model", "Published", "Walkthrough"]),
    // What a proof needs, and no more: an edit of the kernel is compiled and judged without the rest.
    .target(
      name: "Commands",
      dependencies: [
        "Checker", "Evidence", "Logic", "Properties", "Published",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "l4prove",
      dependencies: ["Commands", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    .executableTarget(
      name: "l4check",
      dependencies: [
        "ARMSemantics", "Checker", "Commands", "Exploration", "Logic", "Properties", "Published", "Scenarios",
        "Walkthrough", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "Randomness"),
    .target(
      name: "Exploration",
      dependencies: ["ARMSemantics", "Logic", "Model", "Published", "Randomness", "Scenarios"]),
    .target(name: "TestSupport", dependencies: ["Logic"], path: "Tests/TestSupport"),
    .target(
      name: "LockstepSupport", dependencies: ["Checker", "FastPath", "Logic", "Model", "Randomness", "Scenarios"],
      path: "Tests/LockstepSupport"),
    .testTarget(name: "TestSupportTests", dependencies: ["Randomness", "TestSupport"]),
    .testTarget(name: "LogicTests", dependencies: ["Logic", "TestSupport"]),
    .testTarget(
      name: "ARMSemanticsTests", dependencies: ["ARMSemantics", "Checker", "Logic", "Randomness", "TestSupport"]),
    .testTarget(name: "CheckerTests", dependencies: ["Checker", "Logic", "Randomness", "TestSupport"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["Checker", "Commands", "Logic", "Properties", "l4check", "TestSupport"]),
    .testTarget(name: "ModelTests", dependencies: ["ARMSemantics", "Logic", "Model", "Scenarios"]),
    .testTarget(
      name: "ScenarioTests",
      dependencies: ["ARMSemantics", "FastPath", "Logic", "Model", "Scenarios", "Walkthrough", "TestSupport"]),
    .testTarget(
      name: "WalkthroughTests", dependencies: ["ARMSemantics", "Logic", "Walkthrough", "Randomness", "TestSupport"]),
    .testTarget(
      name: "PropertyTests",
      dependencies: [
        "ARMSemantics", "Checker", "Evidence", "FastPath", "Logic", "Model", "Properties", "Published", "TestSupport",
      ]),
    .target(name: "CFastPath", path: "Benchmarks/CFastPath"),
    .testTarget(
      name: "FastPathTests",
      dependencies: [
        "ARMSemantics", "CFastPath", "Checker", "Evidence", "FastPath", "Logic", "Model", "Properties", "Randomness",
        "TestSupport",
      ]),
    .testTarget(
      name: "AddressSpaceTests",
      dependencies: [
        "ARMSemantics", "Checker", "FastPath", "LockstepSupport", "Logic", "Model", "Randomness", "Scenarios",
        "TestSupport",
      ]),
    .testTarget(
      name: "DispatcherTests",
      dependencies: [
        "ARMSemantics", "Checker", "FastPath", "LockstepSupport", "Logic", "Model", "Randomness", "Scenarios",
        "TestSupport",
      ]),
    .testTarget(
      name: "PublishedTests",
      dependencies: [
        "ARMSemantics", "Checker", "Evidence", "Exploration", "FastPath", "Logic", "Model", "Properties", "Published",
        "Scenarios", "TestSupport",
      ]),
    .testTarget(name: "OracleTests", dependencies: ["ARMSemantics", "Logic", "Randomness", "TestSupport"]),
  ]
)
