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
            .works(
                "cheaper", is: .count { $0.scaling.fewest = $1 },
                help: "Fewest workers; more are started with the load, up to processes."),
            .works(
                "cheaper-initial", is: .count { $0.scaling.initial = $1 == 0 ? nil : $1 },
                help: "How many workers a start begins with, where cheaper is set."),
            .works(
                "cheaper-step", is: .count { $0.scaling.step = max(1, $1) }, default: "1",
                help: "How many workers are added at a time."),
            .works(
                "cheaper-overload", is: .count { $0.scaling.overload = $1 }, default: "3",
                help: "After how many looks that found all workers busy more are started; with backlog: above how many "
                    + "waiting connections."),
            .works(
                "cheaper-algo", is: .word { $0.scaling.algorithm = .init($1) }, default: "spare",
                help: "How the number of workers is chosen: spare, backlog or manual (by master-fifo)."),
            .later(
                "cheaper-rss-limit-soft", "cheaper-rss-limit-hard", is: .bytes(),
                meanwhile: "the number of workers does not depend on their memory",
                help: "Most memory of all workers, in bytes."),
            .works(
                "cheap", is: .flag { $0.scaling.startsCheap = $1 }, default: "false",
                help: "Starts no worker before the first connection, which waits for one."),
            .works(
                "idle", is: .seconds { $0.scaling.idle = $1 == 0 ? nil : $1 },
                help: "After so many seconds without requests workers end, until the next connection."),
            .works(
                "die-on-idle", is: .flag { $0.scaling.diesOnIdle = $1 }, default: "false",
                help: "An idle site ends instead of its workers; under an emperor it is as idle alone."),
            .later(
                "cpu-affinity", is: .count(), meanwhile: "the kernel places workers", help: "Processors of each worker."
            ),
            .later(
                "prio", is: .signed { $0.workers.niceness = $1 }, meanwhile: "the priority is as inherited",
                help: "Priority, as nice."),
            .later(
                "thread-stacksize", "threads-stacksize", "thread-stack-size", "threads-stack-size", is: .count(),
                meanwhile: "threads have the usual stack", help: "Stack of each thread, in kilobytes."),
            .works(
                "check-interval", is: .seconds { $0.scaling.interval = max(1, $1) }, default: "1",
                help: "How often the load is judged where cheaper is set, in seconds."),
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
                status: .notBuiltYet("busyness does not choose the number of workers"),
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
