// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

/// What is linked in counts as resident memory once it is touched: no table of exported names, relocations packed, equal
/// functions once. lld comes with Swift; the packed relocations need glibc 2.36, Debian 12's.
let smallProgram: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe", "-Xlinker", "-z", "-Xlinker",
            "pack-relative-relocs",
        ], .when(platforms: [.linux], configuration: .release))
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioThreads: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioWebSockets: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioFiles: Target.Dependency = .product(name: "_NIOFileSystem", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
    name: "aerie",
    products: [
        .executable(name: "aeried", targets: ["aeried"]),
        .executable(name: "aerie", targets: ["aerie"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["YAML", "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibvirt", pkgConfig: "libvirt libvirt-qemu", providers: [.apt(["libvirt-dev"])]),
        module("Libvirt", ["CLibvirt"]),
        module("LibvirtXML"),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        module("Postgres", ["CPostgres"]),
        module("WireJSON"),
        module("APISchema", ["WireJSON"]),
        module("DurableActions", [logging]),
        module("Compute", ["DurableActions", logging]),
        module(
            "HypervisorLibvirt",
            ["Libvirt", "LibvirtXML", "Compute", "DurableActions", logging, subprocess]),
        module("GuestData", ["Compute", "WireJSON"]),
        module(
            "MetadataService",
            ["Compute", "GuestData", "WireJSON", nio, nioHTTP, nioThreads, logging, subprocess]),
        module("HostStorage", ["Compute", "GuestData", "WireJSON", logging, subprocess, systemPackage, crypto]),
        module("Store", ["Compute", "DurableActions", "Identity", logging]),
        module("StoreSQLite", ["Store", "Compute", "DurableActions", grdb, sqlite, logging]),
        module("StorePostgres", ["Store", "Compute", "Postgres", logging]),
        module("Identity", [crypto, cryptoExtras, yams, logging]),
        module(
            "HTTPAPI",
            [
                "APISchema", "WireJSON", "Identity", "Compute", hummingbird, hummingbirdCore, nio, httpTypes, logging,
                lifecycle,
            ]),
        module(
            "ComputeAPI",
            [
                "HTTPAPI", "APISchema", "WireJSON", "Identity", "Compute", hummingbird, nio, httpTypes, crypto,
                cryptoExtras, x509, asn1, logging,
            ]),
        module(
            "IdentityAPI",
            ["HTTPAPI", "APISchema", "WireJSON", "Identity", "Compute", hummingbird, nio, httpTypes, logging]),
        module(
            "ImageAPI",
            ["HTTPAPI", "APISchema", "WireJSON", "Identity", "Compute", hummingbird, nio, httpTypes, logging]),
        module(
            "NetworkAPI",
            ["HTTPAPI", "APISchema", "WireJSON", "Identity", "Compute", hummingbird, nio, httpTypes, logging]),
        module("ConsoleProxy", ["Compute", nio, nioThreads, nioHTTP, nioWebSockets, crypto, logging]),
        module(
            "AerieDaemon",
            [
                "Libvirt", "LibvirtXML", "WireJSON", "APISchema", "DurableActions", "Compute",
                "HypervisorLibvirt", "HostStorage", "GuestData", "MetadataService", "Store", "StoreSQLite",
                "StorePostgres", "Postgres", "Identity", "HTTPAPI", "ComputeAPI", "IdentityAPI", "ImageAPI",
                "NetworkAPI", "ConsoleProxy", hummingbird,
                hummingbirdCore, nio, nioThreads, httpTypes,
                logging,
                lifecycle, signals, configuration, systemPackage, crypto, yams,
            ]),
        .executableTarget(
            name: "aeried", dependencies: ["AerieDaemon", "WireJSON", arguments], swiftSettings: settings,
            linkerSettings: smallProgram),
        .executableTarget(
            name: "aerie",
            dependencies: ["WireJSON", arguments, httpClient, nio, yams, logging], swiftSettings: settings),
        module(
            "AerieTestSupport",
            [
                "Compute", "DurableActions", "Store", "StoreSQLite", "Postgres", "HTTPAPI", "Identity", "APISchema",
                "WireJSON", "Libvirt", "LibvirtXML", "HypervisorLibvirt", "HostStorage", "AerieDaemon", subprocess,
                systemPackage, logging, hummingbird, httpTypes, nio, nioThreads, httpClient,
            ]),
        tests("LibvirtTests", ["Libvirt", "CLibvirt", "AerieTestSupport"]),
        tests("PostgresTests", ["Postgres", "AerieTestSupport"]),
        tests("LibvirtXMLTests", ["LibvirtXML"], exclude: ["Samples"]),
        tests("WireJSONTests", ["WireJSON"]),
        tests("APISchemaTests", ["APISchema", "WireJSON"]),
        tests("DurableActionsTests", ["DurableActions", "AerieTestSupport", logging]),
        tests("ComputeTests", ["Compute", "DurableActions", "Store", "AerieTestSupport", logging]),
        tests(
            "HypervisorLibvirtTests",
            ["HypervisorLibvirt", "Compute", "AerieTestSupport", "LibvirtXML", "Libvirt", logging]),
        tests("GuestDataTests", ["GuestData", "Compute", "WireJSON", "AerieTestSupport"]),
        tests(
            "MetadataServiceTests",
            [
                "MetadataService", "GuestData", "Compute", "Store", "StoreSQLite", "WireJSON", "AerieTestSupport",
                nioHTTP, logging,
            ]),
        tests(
            "HostStorageTests",
            ["HostStorage", "Compute", "GuestData", "WireJSON", "AerieTestSupport", systemPackage, logging]),
        tests(
            "StoreTests",
            [
                "Store", "StoreSQLite", "StorePostgres", "Postgres", "Compute", "DurableActions", "Identity",
                "AerieTestSupport", grdb, logging,
            ]),
        tests("IdentityTests", ["Identity", "AerieTestSupport", crypto, logging]),
        tests(
            "HTTPAPITests",
            [
                "HTTPAPI", "APISchema", "WireJSON", "Identity", "Compute", hummingbird, hummingbirdTesting, httpTypes,
                nio, logging,
            ]),
        tests(
            "ComputeAPITests",
            [
                "ComputeAPI", "HTTPAPI", "APISchema", "WireJSON", "Identity", "Compute", "ConsoleProxy",
                "AerieTestSupport", "Store", "StoreSQLite", "DurableActions", hummingbird, hummingbirdTesting,
                httpTypes,
                nio, logging,
            ],
            exclude: ["Samples", "operations.tsv"]),
        tests(
            "CompanionAPITests",
            [
                "IdentityAPI", "ImageAPI", "NetworkAPI", "HTTPAPI", "APISchema", "WireJSON", "Identity", "Compute",
                "AerieTestSupport", hummingbird, hummingbirdTesting, httpTypes, nio, logging,
            ]),
        tests(
            "ConsoleProxyTests",
            [
                "ConsoleProxy", "Compute", "AerieTestSupport", "Store", "StoreSQLite", nio, nioThreads, nioHTTP,
                logging,
            ]),
        tests("AerieCommandTests", ["aerie", "WireJSON"]),
        tests(
            "AerieDaemonTests",
            [
                "AerieDaemon", "AerieTestSupport", "Compute", "ConsoleProxy", "HTTPAPI", "Store", "StorePostgres",
                "Postgres", "WireJSON", logging,
            ]),
        tests(
            "EndToEndTests",
            [
                "AerieTestSupport", "Compute", "WireJSON", "Libvirt", "LibvirtXML", "AerieDaemon", "Store",
                "StoreSQLite", "Postgres", "DurableActions", subprocess, systemPackage, httpClient, nio, logging,
            ]),
    ]
)
