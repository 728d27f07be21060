import Kernel

/// All sources together as they were found: every name that means a site.
struct Listing {
    private(set) var sites: [String: FoundSite] = [:]
    /// Where each name is from.
    private(set) var places: [String: Place] = [:]
    /// Directories in which a change may mean another listing.
    private(set) var directories: [String] = []
    /// Sources that could not be read to their end, and why: nothing is known about any site of theirs.
    private(set) var failures: [String: String] = [:]

    /// A source, and where in it something is.
    struct Place: Equatable {
        var source: String
        var path: String
    }

    /// Reads every source.
    init(of sources: [any SiteSource]) {
        for source in sources {
            do throws(SystemError) {
                let sighting = try source.look()
                directories += sighting.directories
                for site in sighting.sites { add(site, from: source.name) }
            } catch {
                failures[source.name] = "\(error)"
            }
        }
    }

    /// What stands under each name.
    var entries: [String: Entry] { sites.mapValues(\.entry) }

    /// The name is the site: two files that claim it are both refused, and whichever runs goes on. A file that several
    /// patterns find is one.
    private mutating func add(_ site: FoundSite, from source: String) {
        guard let other = sites[site.name] else {
            sites[site.name] = site
            places[site.name] = Place(source: source, path: site.path)
            return
        }
        guard other.path != site.path else { return }
        let reason = "two files would be the site \(site.name), \(other.path) and \(site.path): rename one of them"
        sites[site.name]?.entry = .unusable(reason)
    }
}
