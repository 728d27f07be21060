extension OptionTable {
    static var processRows: [OptionRow] {
        [
            .accepted(
                "master", letter: "M", is: .flag(), scope: .both, because: "there is always a master",
                help: "Runs a master process."),
            .works(
                "processes", "workers", letter: "p", is: .count { $0.workers.count = $1 }, default: "1",
                help: "How many worker processes."),
            .works(
                "threads", is: .count { $0.workers.threads = $1 }, default: "1",
                help: "How many threads in each worker."),
            .accepted(
                "enable-threads", letter: "T", is: .flag(), because: "Python threads always work",
                help: "Lets the application start threads."),
            .accepted(
                "thunder-lock", is: .flag(), because: "a connection wakes one worker only", help: "Serialises accept."),
            .accepted(
                "single-interpreter", letter: "i", is: .flag(), because: "there is one interpreter in each process",
                help: "Uses no sub-interpreters."),
            .later(
                "cheaper", is: .count(), meanwhile: "all processes run all the time",
                help: "Fewest workers; more are started with the load."),
            .later(
                "cheaper-initial", is: .count(), meanwhile: "all processes run all the time",
                help: "How many workers a start begins with."),
            .later(
                "cheaper-step", is: .count(), default: "1", meanwhile: "all processes run all the time",
                help: "How many workers are added at a time."),
            .later(
                "cheaper-overload", is: .count(), default: "3", meanwhile: "all processes run all the time",
                help: "How often the load is judged, in seconds."),
            .later(
                "cheaper-algo", is: .word(), default: "spare", meanwhile: "all processes run all the time",
                help: "How the number of workers is chosen: spare, backlog, busyness or manual."),
            .later(
                "cheaper-rss-limit-soft", "cheaper-rss-limit-hard", is: .bytes(),
                meanwhile: "all processes run all the time",
                help: "Most memory of all workers, in bytes."),
            .later(
                "cheap", is: .flag(), meanwhile: "workers start with the site",
                help: "Starts no worker before the first request."),
            .later(
                "idle", is: .seconds(), meanwhile: "workers stay",
                help: "After so many idle seconds workers end, until the next request."),
            .later(
                "die-on-idle", is: .flag(), meanwhile: "workers stay", help: "An idle site ends instead of its workers."
            ),
            .later(
                "cpu-affinity", is: .count(), meanwhile: "the kernel places workers", help: "Processors of each worker."
            ),
            .later(
                "prio", is: .signed { $0.workers.niceness = $1 }, meanwhile: "the priority is as inherited",
                help: "Priority, as nice."),
            .later(
                "thread-stacksize", "threads-stacksize", "thread-stack-size", "threads-stack-size", is: .count(),
                meanwhile: "threads have the usual stack", help: "Stack of each thread, in kilobytes."),
            .accepted(
                "check-interval", is: .seconds(), because: "the master waits for events and does not poll",
                help: "How often the master looks, in seconds."),
            .accepted(
                "forkbomb-delay", is: .seconds(), because: "a worker that keeps failing is started with growing delays",
                help: "How long to wait when workers die too fast, in seconds."),
            .accepted(
                "reaper", letter: "r", is: .flag(), because: "the master always does",
                help: "Reaps the children of workers."),
            .accepted(
                "no-orphans", is: .flag(), because: "workers finish their requests and end when their master is gone",
                help: "Ends workers whose master is gone."),
            .accepted(
                "close-on-exec", "close-on-exec2", is: .flag(), because: "every descriptor is close-on-exec",
                help: "Programs that the application starts inherit no sockets."),
            .accepted(
                "no-threads-wait", is: .flag(), because: "a stop has a deadline",
                help: "A stop does not wait for threads."),
            .works(
                "auto-procname", is: .flag { $0.titles.automatic = $1 }, default: "false",
                help: "Titles of processes begin as uWSGI's: uWSGI master, uWSGI worker 1."),
            .works(
                "procname-prefix", is: .text { $0.titles.prefix = $1 }, help: "Begins the title of each process."),
            .works(
                "procname-prefix-spaced", is: .text { $0.titles.prefix = $1 + " " },
                help: "Begins the title of each process, with a blank after it."),
            .works("procname-append", is: .text { $0.titles.append = $1 }, help: "Ends the title of each process."),
            .works("procname", is: .text { $0.titles.name = $1 }, help: "The title of every process."),
            .works("procname-master", is: .text { $0.titles.master = $1 }, help: "The title of the master."),
            .refused(
                "worker-exec", "worker-exec2", is: .text(), stops: true, instead: "attach-daemon runs another program",
                help: "Runs another program as worker."),
            .refused(
                "async", "loop", is: .text(), stops: true, instead: "use processes and threads",
                help: "Runs another event loop."),
            .refused(
                "gevent", is: .text(), stops: true, instead: "use processes and threads",
                help: "Runs requests as greenlets."),
        ]
    }

    static var processFamilies: [OptionFamily] {
        [
            OptionFamily(
                flags: "cheaper-busyness-verbose",
                values: """
                    cheaper-busyness-max cheaper-busyness-min cheaper-busyness-multiplier cheaper-busyness-penalty \
                    cheaper-busyness-backlog-alert cheaper-busyness-backlog-multiplier cheaper-busyness-backlog-step \
                    cheaper-busyness-backlog-nonzero
                    """,
                status: .notBuiltYet("all processes run all the time"),
                help: "How busyness chooses the number of workers."),
            OptionFamily(
                flags:
                    "gevent-monkey-patch gevent-early-monkey-patch gevent-wait-for-hub greenlet stackless fiber ugreen",
                values: "asyncio tornado coroae ugreen-stacksize",
                status: .refused("use processes and threads", stops: true),
                help: "Another way to run many requests in a process."),
            OptionFamily(
                flags: "never-swap", optionals: "ksm", status: .notBuiltYet("memory is as the kernel decides"),
                help: "What the kernel does with memory."),
            OptionFamily(
                flags:
                    "skip-zero skip-atexit skip-atexit-teardown use-abort persistent-ipcsem vhost-host honour-stdin force-gateway",
                values: "locks lock-engine ftok safe-fd fd-safe backtrace-depth clock mode profiler max-apps",
                status: .accepted("there is nothing to choose here"), help: "An inner detail of uWSGI."),
            OptionFamily(
                flags: "vhost", status: .refused("write one file for each site", stops: false),
                help: "Chooses applications by host name."),
        ]
    }
}
