/// The SMBIOS tables the guest sees.
package struct DomainSystemInformation: XMLRepresentable {
    package var type = "smbios"
    package var bios: [Entry] = []
    package var system: [Entry] = []
    package var baseBoard: [Entry] = []
    package var chassis: [Entry] = []
    package var oemStrings: [String] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@type", \.type),
        .children("bios/entry", \.bios),
        .children("system/entry", \.system),
        .children("baseBoard/entry", \.baseBoard),
        .children("chassis/entry", \.chassis),
        .values("oemStrings/entry", \.oemStrings),
    ]
}

extension DomainSystemInformation {
    package struct Entry: XMLRepresentable {
        package var name = ""
        package var value = ""

        package init() {}
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        package static let fields: [XMLField<Self>] = [.always("@name", \.name), .always(".", \.value)]
    }
}
