import Kernel

/// Where configurations of sites come from: a directory, a pattern, a file, and whatever else can say what there is and
/// where a change of that is to be heard. Who asks decides what changed.
protocol SiteSource {
    /// As people know it.
    var name: String { get }
    /// The directory whose lock keeps other emperors from the same sites; nil while it is not there.
    func home() throws(SystemError) -> String?
    /// Every site that is there, and where changes are heard. Fails when that cannot be known: then nothing is known of
    /// any of its sites.
    func look() throws(SystemError) -> Sighting
}

/// What a source has.
struct Sighting: Equatable {
    var sites: [FoundSite] = []
    /// Directories in which a name that comes or goes may mean another site.
    var directories: [String] = []
}

/// A site's configuration as a source has it.
struct FoundSite: Equatable {
    var name: String
    /// Where it is, for people and for magic variables.
    var path: String
    var entry: Entry
    /// Empty where there is nothing that can be read.
    var bytes: [UInt8] = []
    /// Whose it is; nil where nobody could say.
    var owner: Owner?
    /// A link: what it leads to changes without the directory noticing.
    var isLink = false

    /// The user and group that a configuration belongs to.
    struct Owner: Equatable {
        var uid: UInt32
        var gid: UInt32
    }
}

/// How files become sites.
struct FileRules: Equatable {
    /// Endings of sites' files beside `.ini` (`emperor-extra-extension`).
    var extensions: [String] = []
    /// Of a link the date of what it leads to counts, not its own; off for farms of links to one file
    /// (`emperor-nofollow`).
    var followsLinks = true
}
