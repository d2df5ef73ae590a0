"""`script/postgres`: a PostgreSQL to try the product on, gone with its data when it is stopped."""

import signal

from demo.engines.postgres import CannotStart, PostgreSQL, settings_of


def main() -> int:
    try:
        with PostgreSQL() as server:
            print("# Put these into the environment of script/cin:")
            for name, value in settings_of(server.create_databases("cin")).items():
                print(f"export {name}='{value}'")
            print(f"# As the superuser: {server.url('postgres')}", flush=True)
            signal.sigwait([signal.SIGINT, signal.SIGTERM])
    except CannotStart as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    raise SystemExit(main())
