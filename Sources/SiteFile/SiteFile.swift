// SiteFile
