/// A guest's trusted platform module, which swtpm emulates (`hw:tpm_model`, `hw:tpm_version` and the image properties).
package struct GuestTPM: Sendable, Hashable {
    package enum Model: String, Sendable, Hashable, CaseIterable {
        case tis = "tpm-tis"
        case crb = "tpm-crb"
    }

    package enum Version: String, Sendable, Hashable, CaseIterable {
        case v1 = "1.2"
        case v2 = "2.0"
    }

    package var model: Model
    package var version: Version

    /// Nil where neither asks for one.
    init?(image: PropertyReader, flavor: PropertyReader) throws(ComputeError) {
        let model = try PropertyReader.agreeing(
            try image.word("hw_tpm_model", Model.self), image.label("hw_tpm_model"),
            try flavor.word("hw:tpm_model", Model.self), flavor.label("hw:tpm_model"))
        let version = try PropertyReader.agreeing(
            try image.word("hw_tpm_version", Version.self), image.label("hw_tpm_version"),
            try flavor.word("hw:tpm_version", Version.self), flavor.label("hw:tpm_version"))
        guard let version else {
            guard let model else { return nil }
            let label = image.values["hw_tpm_model"] == nil ? "Flavor extra spec hw:tpm" : "Image property hw_tpm"
            throw .invalid("\(label)_model: '\(model.rawValue)' needs \(label)_version beside it.")
        }
        guard model != .crb || version == .v2 else {
            throw .invalid("A TPM of model tpm-crb (hw:tpm_model) has version 2.0 only (hw:tpm_version), found '1.2'.")
        }
        self.model = model ?? .tis
        self.version = version
    }
}

extension ServerImage {
    /// The TPM belongs to the server: a guest that boots from another image keeps it.
    func keepingTPM(of other: ServerImage?) -> ServerImage {
        var image = self
        for key in ["hw_tpm_model", "hw_tpm_version"] { image.properties[key] = other?.properties[key] }
        return image
    }
}
