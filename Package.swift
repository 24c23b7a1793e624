// swift-tools-version: 6.2
//
// The house. Each target is a room; what it may import stands here and nowhere else, and the build
// checks it (`swift build --explicit-target-dependency-import-check error`). The rooms are listed in
// the order in which a reader should meet them; Sources/luova/Documentation.docc tells the rest.

import PackageDescription

let package = Package(
    name: "luova",
    products: [
        .executable(name: "luova", targets: ["luova"]),
        .executable(name: "luova-bench", targets: ["luova-bench"]),
        .executable(name: "sample-handler", targets: ["sample-handler"]),
    ],
    targets: [
        // The C doors: headers, and the few inline lines that Swift cannot write.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CProcessor"),

        .target(name: "Files", dependencies: ["CLinux"]),
        .target(name: "Messages", dependencies: ["CProcessor"]),
        .target(name: "Spooling", dependencies: ["Files", "Messages"]),
        .target(name: "XML", dependencies: ["CLibXML2"]),
        .target(name: "Validation", dependencies: ["Messages", "XML"]),
        .target(
            name: "Routing",
            dependencies: ["Files", "Messages", "XML", "Validation"],
            // A link to Routes/routes.xsd: the table is judged by the schema that the program was built with.
            resources: [.embedInCode("routes.xsd")]
        ),
        .target(name: "Recording", dependencies: ["CProcessor", "Files", "Messages"]),
        .target(name: "Handling", dependencies: ["Files", "Messages"]),
        .target(
            name: "Relaying",
            dependencies: [
                "Files", "Messages", "Spooling", "XML", "Validation", "Routing", "Recording", "Handling",
            ]
        ),
        .target(
            name: "Operating",
            dependencies: ["Files", "Messages", "Spooling", "Routing", "Recording", "Handling", "Relaying"]
        ),
        .executableTarget(
            name: "luova",
            dependencies: [
                "Files", "Messages", "Spooling", "Validation", "Routing", "Recording", "Relaying", "Operating",
            ],
            exclude: ["Documentation.docc"],
            // What `luova install` writes: the program is one file to copy.
            resources: [
                .embedInCode("Manual"), .embedInCode("Prometheus"), .embedInCode("Shell"), .embedInCode("Systemd"),
            ]
        ),

        // What the shipped table starts as handlers: an example, and no part of the house.
        .executableTarget(name: "sample-handler", path: "Samples/handlers/sample-handler"),

        .target(name: "CAllocations", path: "Benchmarks/CAllocations"),
        .executableTarget(
            name: "luova-bench",
            dependencies: [
                "CAllocations", "Files", "CLinux", "CLibXML2", "Messages", "XML", "Validation", "Routing", "Recording",
            ],
            path: "Benchmarks/luova-bench"
        ),

        .target(name: "Support", dependencies: ["Files"], path: "Tests/Support"),
        .testTarget(name: "FilesTests", dependencies: ["Files", "Support"]),
        .testTarget(name: "MessagesTests", dependencies: ["Messages"]),
        .testTarget(name: "SpoolingTests", dependencies: ["Spooling", "Files", "Messages", "Support"]),
        .testTarget(name: "XMLTests", dependencies: ["XML", "Support"]),
        .testTarget(name: "ValidationTests", dependencies: ["Validation", "Files", "Messages", "XML", "Support"]),
        .testTarget(
            name: "RoutingTests", dependencies: ["Routing", "Files", "Messages", "XML", "Validation", "Support"]),
        .testTarget(name: "RecordingTests", dependencies: ["Recording", "Files", "Messages", "Support"]),
        .testTarget(name: "HandlingTests", dependencies: ["Handling", "Files", "Messages", "Support"]),
        .testTarget(
            name: "RelayingTests",
            dependencies: [
                "Relaying", "Routing", "Recording", "Spooling", "Validation", "Messages", "Files", "Support",
            ]
        ),
        .testTarget(
            name: "OperatingTests",
            dependencies: ["Operating", "Relaying", "Routing", "Recording", "Spooling", "Messages", "Files", "Support"]
        ),
        .testTarget(name: "EndToEndTests", dependencies: ["Support", "Files", "Messages", "Recording", "luova"]),
    ],
    swiftLanguageModes: [.v6]
)

// The same settings for every room. libxml2's pointers live in `XML`, which alone is excused from
// strict memory safety; so are the tests and the benchmark's floor, which is C in Swift's clothes.
let excusedFromMemorySafety: Set<String> = ["XML", "luova-bench", "Support"]
for target in package.targets where target.type != .system {
    var settings: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if target.type != .test, !excusedFromMemorySafety.contains(target.name) {
        settings.append(.strictMemorySafety())
    }
    target.swiftSettings = settings
}
