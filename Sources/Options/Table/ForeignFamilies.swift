/// Other languages, and parts of uWSGI that do not belong to hosting Python sites.
extension OptionTable {
    static var foreignFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "php-dump-config",
                values: """
                    php-ini|php-config php-ini-append|php-config-append php-set php-index php-docroot php-allowed-docroot \
                    php-allowed-ext php-allowed-script php-server-software php-app php-app-qs php-fallback php-fallback2 \
                    php-fallback-qs php-app-bypass php-var php-constant php-exec-before|php-exec-begin php-exec-after|php-exec-end \
                    php-sapi-name
                    """,
                status: .refused("PHP is not run; use php-fpm", stops: true), help: "Runs PHP."),
            OptionFamily(
                flags: """
                    cgi-from-docroot cgi-optimize|cgi-optimized cgi-path-info cgi-do-not-kill-on-error cgi-async-max-attempts \
                    cgi-close-stdin-on-eof cgi-mode
                    """,
                values: """
                    cgi cgi-map-helper|cgi-helper cgi-buffer-size cgi-timeout cgi-index cgi-allowed-ext cgi-unset cgi-loadlib cgi-safe
                    """,
                status: .refused("CGI programs are not run; use fcgiwrap", stops: true), help: "Runs CGI programs."),
            OptionFamily(
                flags: "rbshell-oneshot rbthreads|rb-threads|rbthread|rb-thread",
                values: """
                    rack rails ruby-gc-freq|rb-gc-freq rb-lib|ruby-lib rb-require|ruby-require|rbrequire|rubyrequire|require \
                    shared-rb-require|shared-ruby-require|shared-rbrequire|shared-rubyrequire|shared-require gemset rvm rvm-path
                    """,
                optionals: "rbshell", status: .refused("Ruby is not run; use puma", stops: true), help: "Runs Ruby."),
            OptionFamily(
                flags: """
                    psgi-enable-psgix-io perl-no-die-catch perl-version plshell-oneshot perl-no-plack lua-shell luashell lua-gc-freq
                    """,
                values: """
                    psgi perl-local-lib perl-args perl-arg perl-exec perl-exec-post-fork perl-auto-reload perl-auto-reload-ignore \
                    lua lua-load go-load|gccgo-load go-args|gccgo-args goroutines v8-load v8-preemptive v8-gc-freq v8-module-path \
                    v8-jsgi jvm-main-class jvm-opt jvm-class jvm-classpath jwsgi ring-load|clojure-load ring-app mono-app mono-gc-freq \
                    mono-key mono-version mono-config mono-assembly mono-exec mono-index dumbloop-modifier1 dumbloop-code \
                    dumbloop-function
                    """,
                optionals: "plshell", status: .refused("only Python is run", stops: true),
                help: "Runs another language."),
            OptionFamily(
                values: """
                    pypy-lib pypy-setup pypy-home pypy-wsgi pypy-wsgi-file pypy-ini-paste pypy-paste pypy-eval pypy-eval-post-fork \
                    pypy-exec pypy-exec-post-fork pypy-pp|pypy-python-path|pypy-pythonpath
                    """,
                status: .refused("PyPy is not run; use a virtualenv of CPython", stops: true), help: "Runs PyPy."),
            OptionFamily(
                flags: "legion-death-on-lord-error",
                values: """
                    legion legion-mcast legion-node legion-freq legion-tolerance legion-skew-tolerance legion-lord legion-unlord \
                    legion-setup legion-death legion-join legion-node-joined legion-node-left legion-quorum legion-scroll \
                    legion-scroll-max-size legion-scroll-list-max-size legion-cron cron-legion unique-legion-cron unique-cron-legion \
                    legion-attach-daemon legion-smart-attach-daemon legion-smart-attach-daemon2 udp multicast multicast-ttl \
                    multicast-loop weight auto-weight
                    """,
                scope: .both, status: .refused("use a cluster manager", stops: false), help: "Forms a cluster."),
            OptionFamily(
                flags:
                    "subscriptions-use-credentials subscription-dotsplit unsubscribe-on-graceful-reload start-unsubscribed",
                values: """
                    subscriptions-sign-check subscriptions-sign-check-tolerance subscriptions-sign-skip-uid \
                    subscriptions-credentials-check subscription-algo subscribe-to|st|subscribe subscribe2 subscribe-freq \
                    subscription-tolerance subscribe-with-modifier1 notify-socket subscription-notify-socket
                    """,
                scope: .both, status: .refused("name the site in nginx; emperorctl nginx prints how", stops: false),
                help: "Tells a router about the site."),
            OptionFamily(
                flags: "ssl-verbose ssl-enable3|ssl-enable-sslv3 ssl-enable-tlsv1",
                values:
                    "ssl-sessions-timeout|ssl-session-timeout sni sni-dir sni-dir-ciphers sni-regexp ssl-option ssl-tmp-dir",
                optionals: "ssl-verify-depth ssl-sessions-use-cache|ssl-session-use-cache", scope: .both,
                status: .refused("put nginx before the site", stops: false), help: "A detail of TLS."),
            OptionFamily(
                flags:
                    "fastrouter-cheap fastrouter-fallback-on-no-key rawrouter-cheap rawrouter-xclient sslrouter-cheap sslrouter-sni forkptyrouter-cheap",
                values: OptionFamily.routerNames, optionals: OptionFamily.optionalRouterNames, scope: .both,
                status: .refused("put nginx before the sites", stops: false), help: "A router of uWSGI."),
            OptionFamily(
                flags: "tuntap-use-credentials",
                values: """
                    tuntap-router tuntap-device tuntap-router-firewall-in tuntap-router-firewall-out tuntap-router-route \
                    tuntap-router-stats tuntap-device-rule
                    """,
                scope: .both, status: .refused("build networks outside", stops: false), help: "A network of uWSGI."),
            OptionFamily(
                flags:
                    "geoip-use-disk notfound-log nagios gridfs-debug pty-log pty-input pty-no-isig symcall-use-next pcre-jit",
                values: """
                    ping ping-timeout geoip-country geoip-city rrdtool rrdtool-freq rrdtool-lib glusterfs-mount glusterfs-timeout \
                    gridfs-mount rados-mount rados-timeout xslt-docroot xslt-ext xslt-var xslt-stylesheet xslt-content-type pam pam-user \
                    zeromq|zmq|zeromq-socket|zmq-socket|mongrel2 pty-socket pty-connect pty-uconnect pty-exec snmp-community \
                    curl-cron|cron-curl legion-curl-cron|legion-cron-curl|curl-cron-legion|cron-curl-legion
                    """,
                optionals: "snmp zabbix-template", scope: .both,
                status: .refused("use a program made for it", stops: false),
                help: "A plugin of uWSGI."),
            OptionFamily(
                flags: "carbon-no-workers carbon-name-resolve|carbon-resolve-names carbon-use-metrics",
                values: """
                    carbon carbon-timeout carbon-freq carbon-id carbon-max-retry carbon-retry-delay carbon-root carbon-hostname-dots \
                    carbon-idle-avg
                    """,
                scope: .both, status: .refused("collect what emperorctl status --json tells", stops: false),
                help: "Sends figures to Graphite."),
            OptionFamily(
                values: OptionFamily.webdavNames, status: .refused("use nginx's WebDAV module", stops: true),
                help: "Serves WebDAV."),
        ]
    }
}

extension OptionFamily {
    /// uWSGI's routers share most of their details.
    fileprivate static let routerNames: String = {
        let details = [
            "", "-processes|workers", "-zerg", "-use-pattern", "-use-base", "-fallback", "-use-code-string", "-to",
            "-gracetime", "-events", "-quiet", "-subscription-server", "-timeout", "-harakiri", "-buffer-size",
            "-stats|stats-server|ss",
        ]
        let shared = ["fastrouter", "rawrouter", "sslrouter"].flatMap { router in
            details.map { detail in
                detail.split(separator: "|", omittingEmptySubsequences: false).enumerated()
                    .map { $0.offset == 0 ? router + $0.element : "\(router)-\($0.element)" }.joined(separator: "|")
            }
        }
        return (shared + ownRouterNames).joined(separator: " ")
    }()

    private static let ownRouterNames = [
        "fastrouter-post-buffering", "fastrouter-post-buffering-dir", "fastrouter-uid", "fastrouter-gid",
        "fastrouter-resubscribe", "fastrouter-resubscribe-bind", "fastrouter-subscription-fallback-key",
        "fastrouter-subscription-slot", "rawrouter-subscription-slot", "rawrouter-max-retries", "sslrouter-max-retries",
        "sslrouter2", "sslrouter-session-context",
        "forkptyrouter|forkpty-router", "forkptyurouter|forkpty-urouter",
        "forkptyrouter-processes|forkptyrouter-workers",
        "forkptyrouter-command|forkpty-router-command|forkptyrouter-cmd|forkpty-router-cmd", "forkptyrouter-rows",
        "forkptyrouter-cols", "forkptyrouter-zerg", "forkptyrouter-fallback", "forkptyrouter-events",
        "forkptyrouter-timeout",
        "forkptyrouter-stats|forkptyrouter-stats-server|forkptyrouter-ss", "forkptyrouter-harakiri",
    ]

    fileprivate static let optionalRouterNames = """
        fastrouter-use-cache fastrouter-use-socket rawrouter-use-cache rawrouter-use-socket sslrouter-use-cache \
        sslrouter-use-socket
        """

    fileprivate static let webdavNames = """
        webdav-mount webdav-css webdav-javascript|webdav-js webdav-class-directory webdav-div webdav-lock-cache \
        webdav-principal-base webdav-add-option webdav-add-prop webdav-add-collection-prop webdav-add-object-prop \
        webdav-add-prop-href webdav-add-collection-prop-href webdav-add-object-prop-href webdav-add-prop-comp \
        webdav-add-collection-prop-comp webdav-add-object-prop-comp webdav-add-rtype-prop webdav-add-rtype-collection-prop \
        webdav-add-rtype-object-prop webdav-skip-prop
        """
}
