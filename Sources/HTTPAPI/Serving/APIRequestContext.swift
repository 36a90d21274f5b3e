package import Hummingbird
import Logging

/// What the HTTP server gives along with a request. Hummingbird's own would put an id of its own into every line of the log.
package struct APIRequestContext: InitializableFromSource {
    let logger: Logger
    let peer: Peer

    package init(source: ApplicationRequestContextSource) {
        logger = source.logger
        peer = Peer(address: source.channel.remoteAddress)
    }
}
