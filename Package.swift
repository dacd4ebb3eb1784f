// swift-tools-version: 6.2
// The architecture of Qiao: which target may import which. Read it from the bottom of the house upwards.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // Debug builds can be told to die at a named point, for the fault tests; release builds hold nothing of it.
    .define("QIAO_CRASH_POINTS", .when(configuration: .debug)),
]

// MARK: libraries that are not ours

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioFoundation: Target.Dependency = .product(name: "NIOFoundationCompat", package: "swift-nio")

// MARK: the shape every service has

/// What each service publishes; a service that lists another's events here listens to it.
let publishers = ["oa": "OAEvents", "crm": "CRMEvents", "erp": "ERPEvents", "portal": "PortalEvents"]

/// A service is three targets: rules without I/O, the application, and an executable of a few lines.
func service(_ name: String, _ prefix: String, listensTo others: [String], with more: [Target.Dependency] = [])
    -> [Target]
{
    let events = [publishers[name]!] + others.map { publishers[$0]! }
    return [
        .target(
            name: "\(prefix)Domain", dependencies: ["Kernel"],
            path: "Services/\(name)-service/Domain", swiftSettings: strict),
        .target(
            name: "\(prefix)App",
            dependencies: [
                .target(name: "\(prefix)Domain"), "Kernel", "Postgres", "Messaging", "ServiceRuntime", "JSONSchema",
                logging, crypto, cryptoExtras, jwt, httpClient, nioCore, nioHTTP, nioFoundation, configuration,
            ] + events.map { .target(name: $0) } + more,
            path: "Services/\(name)-service/App",
            resources: [.copy("Migrations"), .copy("Pages")], swiftSettings: strict),
        .executableTarget(
            name: "\(name)-service", dependencies: [.target(name: "\(prefix)App"), "ServiceRuntime"],
            path: "Services/\(name)-service/Main", swiftSettings: strict),
    ]
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = [])
    -> Target
{
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, resources: resources,
        swiftSettings: strict)
}

let package = Package(
    name: "qiao",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "crm-service", targets: ["crm-service"]),
        .executable(name: "erp-service", targets: ["erp-service"]),
        .executable(name: "oa-service", targets: ["oa-service"]),
        .executable(name: "portal-service", targets: ["portal-service"]),
        .executable(name: "picture-encoder", targets: ["picture-encoder"]),
        .executable(name: "qiao", targets: ["qiao"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        // C libraries: module maps and shims only.
        .systemLibrary(
            name: "CPostgres", path: "Shared/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CRabbitMQ", path: "Shared/CRabbitMQ", pkgConfig: "librabbitmq",
            providers: [.apt(["librabbitmq-dev"])]),
        // Without pkg-config: what it says of libgd holds a flag of another library that SwiftPM refuses.
        .systemLibrary(name: "CGD", path: "Shared/CGD", providers: [.apt(["libgd-dev"])]),
        .systemLibrary(name: "CSodium", path: "Shared/CSodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CMalloc", path: "Shared/CMalloc"),

        // Without I/O.
        .target(name: "JSONSchema", path: "Shared/JSONSchema", swiftSettings: strict),
        .target(name: "Kernel", dependencies: ["JSONSchema"], path: "Shared/Kernel", swiftSettings: strict),

        // Where tests let a process die; nothing in release builds.
        .target(name: "CrashPoints", path: "Shared/CrashPoints", swiftSettings: strict),

        // The two servers we speak to.
        .target(
            name: "Postgres", dependencies: ["CPostgres", "CrashPoints", logging], path: "Shared/Postgres",
            swiftSettings: strict),
        .target(
            name: "AMQP", dependencies: ["CRabbitMQ", "CrashPoints", logging], path: "Shared/AMQP",
            swiftSettings: strict),

        // Pictures taken in from outside: what a service knows of them, and the process that decodes them.
        .target(name: "Pictures", path: "Shared/Pictures", swiftSettings: strict),
        .executableTarget(
            name: "picture-encoder", dependencies: ["Pictures", "CGD"], path: "Shared/PictureEncoder",
            swiftSettings: strict),

        // The event core.
        .target(
            name: "EventContracts", dependencies: ["JSONSchema", "Kernel"], path: "Shared/EventContracts",
            swiftSettings: strict),
        .target(
            name: "Messaging",
            dependencies: [
                "EventContracts", "JSONSchema", "Kernel", "Postgres", "AMQP", "CrashPoints", logging, metrics,
                lifecycle,
            ],
            path: "Shared/Messaging", resources: [.copy("Migrations")], swiftSettings: strict),
    ]
        + publishers.values.sorted().map {
            .target(
                name: $0, dependencies: ["EventContracts", "Kernel", "JSONSchema"], path: "Shared/Events/\($0)",
                swiftSettings: strict)
        } + [
            // What every service does alike: HTTP, sign-in, pages, health, lifecycle.
            .target(
                name: "ServiceRuntime",
                dependencies: [
                    "CSodium", "CMalloc", "Kernel", "JSONSchema", "Postgres", "Messaging", "AMQP", "EventContracts",
                    hummingbird, configuration, logging, metrics, lifecycle, lifecycleSignals, crypto,
                    cryptoExtras, jwt, httpTypes, nioCore, nioFoundation,
                ],
                path: "Shared/ServiceRuntime",
                resources: [
                    .copy("Templates"), .copy("Languages"), .copy("Migrations"), .copy("Assets"), .copy("Passwords"),
                ],
                swiftSettings: strict)
        ]
        + service("oa", "OA", listensTo: ["crm", "erp", "portal"])
        + service("crm", "CRM", listensTo: ["oa", "erp", "portal"])
        + service("erp", "ERP", listensTo: ["oa", "crm", "portal"])
        + service("portal", "Portal", listensTo: ["oa", "crm", "erp"], with: ["Pictures", subprocess, systemPackage])
        + [
            .executableTarget(
                name: "qiao",
                dependencies: [
                    "Bench", "Kernel", "JSONSchema", "Postgres", arguments, crypto, httpClient, nioCore, nioHTTP,
                    nioFoundation,
                ], path: "Services/qiao", exclude: ["Bench"],
                swiftSettings: strict),
            // The event core measured, beside the same work in plain C calls.
            .target(
                name: "Bench",
                dependencies: [
                    "Messaging", "EventContracts", "Kernel", "Postgres", "AMQP", "ServiceRuntime", "CPostgres",
                    "CRabbitMQ", arguments, logging, httpClient, nioCore, nioHTTP,
                ], path: "Services/qiao/Bench", swiftSettings: strict),

            // The payment company of the development machine: the one party of the story that is not real.
            .executableTarget(
                name: "payment-stand-in",
                dependencies: [
                    hummingbird, httpClient, crypto, configuration, logging, lifecycle, nioCore, nioHTTP,
                    nioFoundation,
                ],
                path: "Tests/PaymentStandIn", swiftSettings: strict),

            // A publisher, a consumer and a checker of both, for the fault tests.
            .executableTarget(
                name: "ledger",
                dependencies: [
                    "Messaging", "EventContracts", "Postgres", "AMQP", "CrashPoints", arguments, logging,
                ],
                path: "Tests/Ledger", swiftSettings: strict),

            // The real servers, a fresh schema for each test.
            .target(
                name: "TestSupport", dependencies: ["Postgres"], path: "Tests/TestSupport", swiftSettings: strict),

            // The rules of the house: sizes, names, imports, migrations, documents.
            tests("TidyTests", []),

            tests("KernelTests", ["Kernel", "JSONSchema"]),
            tests(
                "ContractTests",
                [
                    "EventContracts", "Kernel", "JSONSchema", "OAEvents", "CRMEvents", "ERPEvents", "PortalEvents",
                    "ServiceRuntime", "OAApp", "CRMApp", "ERPApp", "PortalApp",
                ], exclude: ["Golden"]),
            tests(
                "FuzzTests",
                [
                    "AMQP", "CPostgres", "CRabbitMQ", "EventContracts", "Kernel", "Messaging", "Postgres", "OAEvents",
                    "CRMEvents", "ERPEvents", "PortalEvents",
                ], exclude: ["Found"]),
            tests("AMQPTests", ["AMQP", "CRabbitMQ", logging]),
            tests("PostgresTests", ["Postgres", "TestSupport"]),
            tests("PicturesTests", ["Pictures", "picture-encoder", "CGD", subprocess, systemPackage]),
            tests(
                "MessagingTests",
                ["Messaging", "EventContracts", "Kernel", "JSONSchema", "Postgres", "AMQP", "TestSupport", logging]),
            tests(
                "ServiceRuntimeTests",
                ["ServiceRuntime", "Messaging", "EventContracts", "JSONSchema", "Kernel", "Postgres", "TestSupport"],
                resources: [.copy("Migrations"), .copy("Pages")]),
            tests("PortalDomainTests", ["PortalDomain", "Kernel"]),
            tests(
                "PortalAppTests",
                [
                    "PortalApp", "PortalDomain", "PortalEvents", "Pictures", "OAEvents", "CRMEvents", "ERPEvents",
                    "EventContracts", "JSONSchema", "Kernel", "Messaging", "Postgres", "ServiceRuntime",
                    "TestSupport", "payment-stand-in", "picture-encoder", hummingbird, hummingbirdTesting, httpClient,
                    logging, subprocess,
                ]),
            tests("OADomainTests", ["OADomain", "Kernel"]),
            tests(
                "OAAppTests",
                [
                    "OAApp", "OADomain", "OAEvents", "CRMEvents", "ERPEvents", "EventContracts", "Kernel", "Messaging",
                    "Postgres", "ServiceRuntime", "TestSupport", httpClient, jwt, nioCore, nioHTTP,
                ]),
            tests("CRMDomainTests", ["CRMDomain", "Kernel"]),
            tests(
                "CRMAppTests",
                [
                    "CRMApp", "CRMDomain", "CRMEvents", "OAEvents", "ERPEvents", "PortalEvents", "EventContracts",
                    "ServiceRuntime", "Messaging", "Postgres", "JSONSchema", "Kernel", "TestSupport", logging,
                ]),
            tests(
                "PermissionTests",
                [
                    "OAApp", "CRMApp", "ERPApp", "PortalApp", "OAEvents", "CRMEvents", "ERPEvents", "PortalEvents",
                    "EventContracts", "Kernel", "Messaging", "Postgres", "ServiceRuntime", "TestSupport",
                ]),
            tests("ERPDomainTests", ["ERPDomain", "Kernel"]),
            tests(
                "ERPAppTests",
                [
                    "ERPApp", "ERPDomain", "ERPEvents", "OAEvents", "CRMEvents", "PortalEvents", "EventContracts",
                    "Kernel", "Messaging", "Postgres", "ServiceRuntime", "TestSupport",
                ]),
        ]
)
