import Foundation
import Testing

@testable import Libvirt

@Suite(.timeLimit(.minutes(20))) struct DomainTests {
    @Test func `A domain goes from defined to running, paused, off and gone`() throws {
        let driver = try TestDriver()
        let domain = try driver.defineDomain()
        #expect(try domain.state().state == .shutOff)
        #expect(domain.id == nil)
        try domain.create()
        #expect(try domain.state() == .init(state: .running, reason: .runningBooted))
        try domain.suspend()
        #expect(try domain.state() == .init(state: .paused, reason: .pausedByUser))
        try domain.resume()
        try domain.shutdown()
        #expect(try domain.state() == .init(state: .shutOff, reason: .shutOffByShutdown))
        try domain.undefine()
        #expect(libvirtError { () throws(LibvirtError) in try domain.state() }?.code == .noDomain)
    }

    @Test func `What a domain's state doesn't allow is an invalid operation`() throws {
        let domain = try TestDriver().defineDomain()
        #expect(libvirtError { () throws(LibvirtError) in try domain.destroy() }?.code == .operationInvalid)
    }

    @Test func `A list takes a filter`() throws {
        let driver = try TestDriver()
        let running = try driver.defineDomain("running")
        _ = try driver.defineDomain("off")
        try running.create()
        let names = try driver.connection.domains([.active]).map { domain throws(LibvirtError) in try domain.name() }
        #expect(names == ["running"])
        #expect(try driver.connection.domains([.inactive]).count == 1)
        #expect(try driver.connection.domains().count == 2)
    }

    @Test func `A transient domain is gone when it is destroyed`() throws {
        let driver = try TestDriver()
        let domain = try driver.connection.createDomain(xml: TestDriver.domainXML("brief"))
        #expect(try domain.state().state == .running)
        #expect(try !domain.isPersistent())
        try domain.destroy()
        #expect(try driver.connection.domains().isEmpty)
    }

    @Test func `A managed save image is made, found, and undefined with its domain`() throws {
        let driver = try TestDriver()
        let domain = try driver.defineDomain()
        try domain.create()
        try domain.managedSave()
        #expect(try domain.hasManagedSaveImage())
        #expect(try domain.state().reason == .shutOffSaved)
        #expect(libvirtError { () throws(LibvirtError) in try domain.undefine() }?.code == .operationInvalid)
        try domain.undefine([.managedSave])
        #expect(try driver.connection.domains().isEmpty)
    }

    @Test func `A name in any script comes back as it was`() throws {
        let domain = try TestDriver().defineDomain("дом-家-🏠-é")
        #expect(try domain.name() == "дом-家-🏠-é")
    }

    @Test func `Metadata of a namespace is set, read and removed`() throws {
        let domain = try TestDriver().defineDomain()
        let namespace = "urn:aerie:test"
        #expect(
            libvirtError { () throws(LibvirtError) in try domain.metadata(namespace: namespace) }?.code
                == .noDomainMetadata)
        try domain.setMetadata(xml: "<owner name='ü'/>", prefix: "a", namespace: namespace)
        #expect(try domain.metadata(namespace: namespace).contains("owner"))
        #expect(try domain.xmlDescription().contains(namespace))
        try domain.setMetadata(xml: nil, prefix: "a", namespace: namespace)
        #expect(
            libvirtError { () throws(LibvirtError) in try domain.metadata(namespace: namespace) }?.code
                == .noDomainMetadata)
    }

    @Test func `A domain tells its figures`() throws {
        let driver = try TestDriver()
        let network = try driver.connection.defineNetwork(xml: TestDriver.networkXML)
        try network.create()
        let domain = try driver.defineDomain()
        try domain.create()
        let info = try domain.info()
        #expect(info.state == .running && info.vcpus == 2 && info.maxMemoryKiB == 65536)
        #expect(try domain.vcpus().map(\.number) == [0, 1])
        #expect(try domain.blockStatistics("vda").readBytes >= 0)
        #expect(try domain.interfaceStatistics("52:54:00:00:00:01").receivedBytes >= 0)
        #expect(try domain.interfaceAddresses(.lease).first?.mac == "52:54:00:00:00:01")
    }

    @Test func `Autostart is remembered`() throws {
        let domain = try TestDriver().defineDomain()
        #expect(try !domain.autostart())
        try domain.setAutostart(true)
        #expect(try domain.autostart())
    }

    @Test func `Bulk statistics name each domain and hold the asked groups`() throws {
        let driver = try TestDriver()
        let domain = try driver.defineDomain()
        _ = try driver.defineDomain("other")
        try domain.create()
        #expect(try driver.connection.domainStatistics([.state]).count == 2)
        let one = try #require(driver.connection.domainStatistics(of: [domain], [.state]).first)
        #expect(try one.uuid == domain.uuid())
        #expect(one.name == "guest")
        #expect(one.parameters.signed("state.state") == Int64(Domain.State.running.rawValue))
        #expect(try driver.connection.domainStatistics(of: [], [.state]).isEmpty)
    }
}
