// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "l4check", path: "..")],
  targets: [
    .executableTarget(
      name: "ring",
      dependencies: [.product(name: "Checker", package: "l4check"), .product(name: "Logic", package: "l4check")])
  ]
)
