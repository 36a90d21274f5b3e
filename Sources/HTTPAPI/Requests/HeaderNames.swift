import HTTPTypes

extension HTTPField.Name {
    private static func known(_ name: String) -> HTTPField.Name {
        // Every name here is a valid token; `Age` stands in for one that weren't.
        HTTPField.Name(name) ?? .age
    }

    static let authToken = known("X-Auth-Token")
    static let apiVersion = known("OpenStack-API-Version")
    static let novaVersion = known("X-OpenStack-Nova-API-Version")
    static let openstackRequestID = known("x-openstack-request-id")
    static let computeRequestID = known("x-compute-request-id")
    static let forwardedFor = known("X-Forwarded-For")
    static let forwardedProto = known("X-Forwarded-Proto")
    static let forwardedHost = known("X-Forwarded-Host")
    static let forwardedPrefix = known("X-Forwarded-Prefix")
}
