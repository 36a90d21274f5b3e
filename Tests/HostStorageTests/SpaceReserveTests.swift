import AerieTestSupport
import Foundation
import SystemPackage
import Testing

@testable import HostStorage

@Suite(.enabled(if: TinyDisk.isPossible)) struct SpaceReserveTests {
    private let scratch: Scratch
    private let directory: FilePath
    private let reserve: SpaceReserve

    init() throws {
        scratch = try Scratch()
        directory = scratch.path.appending("tiny")
        reserve = SpaceReserve(path: directory.appending("reserve"), size: 1 << 20)
    }

    private var size: Int? {
        try? FileManager.default.attributesOfItem(atPath: reserve.path.string)[.size] as? Int
    }

    private func isRefused() async {
        do throws(StorageError) {
            try await reserve.require()
            Issue.record("there was room")
        } catch {
            guard case .noSpace = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("It is made once, held again and again, and given up once")
    func life() async throws {
        try await TinyDisk.with(on: directory.string, kilobytes: 4 << 10) { _ in
            for _ in 1...2 { try await reserve.require() }
            #expect(size == 1 << 20)
            #expect(reserve.giveUp())
            #expect(!reserve.giveUp())
            try await reserve.require()
        }
    }

    @Test("A file of another size becomes one of this size or is refused")
    func otherSize() async throws {
        try await TinyDisk.with(on: directory.string, kilobytes: 4 << 10) { _ in
            try Data(count: 100).write(to: URL(filePath: reserve.path.string))
            try await reserve.require()
            #expect(size == 1 << 20)
        }
    }

    @Test("On a full disk nothing new is begun, though it is held; without it there must be room for two")
    func full() async throws {
        try await TinyDisk.with(on: directory.string, kilobytes: 4 << 10) { fill in
            try await reserve.require()
            try fill()
            await isRefused()
            #expect(reserve.giveUp())
            await isRefused()
            try FileManager.default.removeItem(atPath: directory.appending("filler").string)
            try await reserve.require()
        }
        try await TinyDisk.with(on: directory.string, kilobytes: 1536) { _ in
            await isRefused()
            #expect(size == nil)
        }
    }

    @Test("What keeps it from being made keeps nobody from making servers")
    func impossible() async throws {
        let path = scratch.path.appending("a-file")
        try Data().write(to: URL(filePath: path.string))
        try await SpaceReserve(path: path.appending("reserve")).require()
    }
}
