//! The program under a service manager, which holds its socket open and is told how far it is.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test's helpers may fail as its sentences may")]

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    os::{fd::OwnedFd, unix::net::UnixDatagram},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program. It is killed when this is dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Ends the visits, also where a sentence turns out to be wrong: the visitors would go on for ever.
struct Visits<'a>(&'a AtomicBool);

impl Drop for Visits<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// Stands in systemd's place: it holds the socket, starts the program and hears its notices.
struct Manager {
    folder: tempfile::TempDir,
    socket: TcpListener,
    notices: UnixDatagram,
}

impl Manager {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let notices = UnixDatagram::bind(folder.path().join("notify")).unwrap();
        notices.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { folder, socket: TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), notices }
    }

    /// As systemd does it: the socket is descriptor 3, and the variables name this very process.
    fn start(&self) -> Program {
        let child = Command::new("/bin/sh")
            .args(["-c", r#"exec 3<&0 0</dev/null; export LISTEN_PID=$$ LISTEN_FDS=1; exec "$0" serve"#])
            .arg(Path::new(env!("CARGO_BIN_EXE_postbag")))
            .env("NOTIFY_SOCKET", self.folder.path().join("notify"))
            .env("POSTBAG_DATA", self.folder.path().join("data"))
            // Nobody could listen here: it needs what it is given.
            .env("POSTBAG_ADDR", "192.0.2.1:1")
            .env("RUST_LOG", "off")
            .env_remove("DATABASE_URL")
            .env_remove("MAIL_URL")
            .stdin(Stdio::from(OwnedFd::from(self.socket.try_clone().unwrap())))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Program(child)
    }

    fn hears(&self) -> String {
        let mut notice = [0; 256];
        let length = self.notices.recv(&mut notice).expect("the program says nothing");
        String::from_utf8(notice[..length].to_vec()).unwrap()
    }

    fn stop(&self, mut program: Program) {
        kill_process(Pid::from_raw(program.0.id().try_into().unwrap()).unwrap(), Signal::TERM).unwrap();
        assert_eq!(self.hears(), "STOPPING=1");
        assert!(program.0.wait().unwrap().success());
    }
}

/// One visit on a connection of its own.
fn visit(addr: SocketAddr) -> String {
    let mut connection = TcpStream::connect(addr).expect("a visitor was refused");
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(connection, "GET /healthz HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("a visitor got no answer");
    answer
}

#[test]
fn no_visitor_is_refused_while_the_program_starts_again_on_the_managers_socket() {
    let manager = Manager::new();
    let addr = manager.socket.local_addr().unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let visitors = [(); 4].map(|()| {
            scope.spawn(|| {
                let mut visits = 0;
                while !over.load(Relaxed) {
                    let answer = visit(addr);
                    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
                    visits += 1;
                }
                visits
            })
        });
        let visits = Visits(&over);
        for _ in 0..2 {
            let program = manager.start();
            assert_eq!(manager.hears(), "READY=1");
            assert!(visit(addr).ends_with("ok"), "it said that it is ready");
            manager.stop(program);
        }
        let program = manager.start();
        assert_eq!(manager.hears(), "READY=1");
        drop(visits);
        for visitor in visitors {
            assert!(visitor.join().unwrap() > 0_u32);
        }
        manager.stop(program);
    });
}
