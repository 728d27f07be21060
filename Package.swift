// swift-tools-version: 6.2
import PackageDescription

// Rooms from the ground up; a target imports only what stands above it in this list. CONTRIBUTING.md says what belongs where.

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "emperor",
    products: [
        .executable(name: "emperor", targets: ["Emperor"]),
        .executable(name: "vassal", targets: ["Vassal"]),
        .executable(name: "emperorctl", targets: ["Control"]),
        .library(name: "emperor_worker", type: .dynamic, targets: ["Worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .target(name: "CLinux"),
        .target(name: "CPython"),

        .target(name: "Kernel", dependencies: ["CLinux"]),
        .target(name: "Options"),
        .target(name: "Protocol"),
        .target(name: "Wire"),
        .target(name: "SiteFile", dependencies: ["Kernel", "Options", "Protocol"]),

        .target(name: "Worker", dependencies: ["CPython", "Kernel", "Protocol", "Wire"]),
        .executableTarget(name: "Vassal", dependencies: ["Kernel", "Options", "Protocol", "SiteFile"]),
        .executableTarget(name: "Emperor", dependencies: ["Kernel", "Options", "Protocol", "SiteFile"]),
        .executableTarget(
            name: "Control", dependencies: ["Kernel", "Options", "Protocol", "SiteFile", argumentParser]),

        .testTarget(name: "KernelTests", dependencies: ["Kernel"]),
        .testTarget(name: "OptionsTests", dependencies: ["Options"]),
        .testTarget(name: "ProtocolTests", dependencies: ["Protocol"]),
        .testTarget(name: "WireTests", dependencies: ["Wire"]),
        .testTarget(name: "EmperorTests", dependencies: ["Emperor"]),
        .testTarget(name: "VassalTests", dependencies: ["Vassal"]),
        .testTarget(name: "ControlTests", dependencies: ["Control", "Kernel", "Protocol", argumentParser]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where !["CLinux", "CPython"].contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
}
