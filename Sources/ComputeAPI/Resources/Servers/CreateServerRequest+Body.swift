import Compute
import WireJSON

extension CreateServerRequest {
    init(_ body: CreateServerBody) throws(ComputeError) {
        let server = body.server
        self.init(name: server.name, imageID: server.imageRef, flavorRef: server.flavorRef)
        networks = server.networks
        keyName = server.keyName
        userData = server.userData
        metadata = server.metadata
        configDrive = server.configDrive
        availabilityZone = server.availabilityZone
        host = server.host
        hypervisorHostname = server.hypervisorHostname
        minimumCount = server.minimumCount
        maximumCount = server.maximumCount
        adminPassword = server.adminPassword
        summary = server.description
        tags = server.tags
        hostname = server.hostname
        accessIPv4 = server.accessIPv4
        accessIPv6 = server.accessIPv6
        automaticDiskConfig = server.automaticDiskConfig
        trustedImageCertificates = server.trustedImageCertificates
        for name in server.securityGroups.compactMap(\.name) where !securityGroups.contains(name) {
            securityGroups.append(name)
        }
        files = try server.files.injected()
        blockDevices = try Self.blockDevices(server)
        schedulerHints = try Self.hints(body.hints ?? body.olderHints)
    }

    private static func blockDevices(_ server: NewServerBody) throws(ComputeError) -> [BlockDeviceRequest] {
        guard server.oldBlockDevices.isEmpty || server.blockDevices.isEmpty else {
            throw .invalid("Using different block_device_mapping syntaxes is not allowed in the same request.")
        }
        var requests: [BlockDeviceRequest] = []
        for device in server.oldBlockDevices {
            if let request = try device.request() { requests.append(request) }
        }
        for device in server.blockDevices {
            if let request = try device.request() { requests.append(request) }
        }
        return requests
    }

    /// Single values are kept as lists of one.
    private static func hints(_ value: JSONValue?) throws(ComputeError) -> String? {
        guard let object = value?.object, !object.isEmpty else { return nil }
        if let group = object["group"] {
            let id = group.text ?? group.array?.first?.text ?? ""
            throw .invalid("Instance group \(id) could not be found.")
        }
        var kept = JSONObject()
        for member in object.members {
            kept[member.key] = member.value.array == nil ? .array([member.value]) : member.value
        }
        return String(decoding: JSONValue.object(kept).encoded, as: UTF8.self)
    }
}

extension [PersonalityBody] {
    func injected() throws(ComputeError) -> [InjectedFile] {
        var files: [InjectedFile] = []
        for body in self {
            guard let path = body.path else { throw .invalid("Bad personality format: missing path") }
            guard let contents = body.contents else { throw .invalid("Bad personality format: missing contents") }
            guard let bytes = Base64.decode(contents) else {
                throw .invalid("Personality content for \(path) cannot be decoded")
            }
            files.append(InjectedFile(path: path, contents: bytes))
        }
        return files
    }
}
