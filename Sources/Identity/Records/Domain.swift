/// The one domain there is. Keystone clients name a domain everywhere, so it has an id and a name.
package enum Domain {
    package static let id = "default"
    package static let name = "Default"
}
