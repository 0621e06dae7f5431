"""followupd: follows up after a job interview, and falls silent the moment they answer.

The map. Imports run downwards only; import-linter holds it.

    entry       cli/           the commands, one module for each family
                foreground     `run`, by a way that loads none of the others
                demo/          the story of `make demo`
                daemon         the loop: tick, pass, wait; signals; connections
                report         the daemon's word after each pass: STATUS=, the monitoring
                setup/         init, check, doctor: finding servers, first files, examining what is leant on

    adapters    orders         the files of the configuration, read whenever they change
                store          one SQLite file: journal, outbox, cursors
                recall · rows              what was read of it, until something is written; mails as rows
                schema · mark · files · anew      its tables and migrations, how far it had come, whole files only, a process of its own
                origin         is this the store that was left here? copies are refused or noticed
                mail/          SMTP with the withheld dot, IMAP by UID, IDLE as a hint
                keys/          where the mailbox's secret comes from: keyring, credential, program, OAuth
                cards/         who was met: vCards, QR codes, invitations, and the file made of them
                printer        a letter, by the user's print command
                push           the short of it to a telephone, by apprise
                templates      the texts on the shelf, the user's own first
                service/       systemd: the unit put in place, looked at, taken away
                lock · logs · systemd · places · clock    one daemon only, log lines, the service manager, where files lie, the time
                footprint      memory given back to the system
                apart          work in a process of its own: judge_child · drafting_child · configfile_child · yearbook_child

    use cases   engine         one pass: read, plan, act, tell
                sending        the protocol that keeps the promise; read its first lines
                reading · arrival          one look at the mailbox, and its receipt; one judged mail into the journal
                upkeep         proof of mails of unknown fate, copies in Sent, notices
                reminding      calls and letters, told until they are done
                printing       a letter on paper, at most once
                drafting · desk            from a move to the words; what they are made from
                restored       the store is an older one: compare Sent, ask, pause
                likeness       renamed and corrected at once, or another round? ask, pause
                ledger · whereabouts       journal, outbox and configuration as the engine holds them; one touch in them
                lastgood       what every file last said that could be understood
                troubles       what fails at this moment
                ports · outcome            what the engine needs of the outside world; what becomes of a mail

    core        plan           the only decider; `gate` is asked before every final dot
    (no I/O,    agenda         what is before an interview by the calendar alone
    no clock)   case · brakes · approval      one open touch; every rule that can hold it, each with its sentence
                states         two total tables: the cadence of an interview, the mail of a touch
                facts          what has happened: the lines of the journal
                history · life · consents      what the journal means now: for a touch, an interview, the user's word
                register       who is who, under every name that the files have given them
                watching       what the inbox is read for
                inbound/       what an incoming mail is, whose it is, what to do, and why
                writing/       mails, call sheets, letters: their words, their bytes, the lint
                forecast       what if: the plan played forward
                errands        calls to make and letters to post, until they are done
                notices · status · gauges · evidence     what the candidate is told, how it stands (in numbers), what is proven
                config · account · interview · cadence · company · scalars · idn · oauth_settings    what the user wants
                configfile · coherence     YAML to configuration, or every fault with its line
                workdays · timing · transit · passage      business days, when a touch falls due, the post, a letter's way
                yearbook       a year of a country: its holidays, its business days
                clockguard     a clock that holds still
                planned        what the planner was asked last, and said
                once           the same question has the same answer, until something has happened
                errors         what the user may be told, and the exit status
"""

__version__ = "0.1.0"
