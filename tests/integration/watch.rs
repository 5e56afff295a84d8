//! A running `gen watch`. It is killed when it is dropped, so that a failed test leaves no process
//! behind.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::sandbox::Sandbox;

/// How long to wait for a result. Only a very busy machine needs a tenth of it.
const GENEROUS: Duration = Duration::from_secs(60);

/// The file for the messages of [`Watch::start`]. It is hidden, so that writing it is no change.
const MESSAGES: &str = ".stderr";

/// A running `gen watch`, and the sandbox in which it runs.
pub struct Watch {
    pub sandbox: Sandbox,
    child: Child,
    /// The file with its standard error.
    messages_file: String,
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Both fail if the test has interrupted it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watch {
    /// Starts the program in the sandbox.
    pub fn start(sandbox: Sandbox, arguments: &[&str]) -> Self {
        Self::start_in("", MESSAGES, sandbox, arguments)
    }

    /// Starts the program in a folder of the sandbox. `messages_file` is a path in the sandbox.
    pub fn start_in(
        folder: &str,
        messages_file: &str,
        sandbox: Sandbox,
        arguments: &[&str],
    ) -> Self {
        let messages = sandbox.path(messages_file);
        let stderr = std::fs::File::create(messages).expect("a file");
        let child = sandbox
            .command()
            .current_dir(sandbox.path(folder))
            .arg("watch")
            .args(arguments)
            .stderr(stderr)
            .spawn()
            .expect("gen runs");
        Self {
            sandbox,
            child,
            messages_file: messages_file.to_owned(),
        }
    }

    /// What it has printed on standard error so far.
    pub fn messages(&self) -> String {
        self.sandbox.read(&self.messages_file)
    }

    /// Waits for a condition, and fails with the messages so far if it does not come true.
    #[track_caller]
    pub fn wait_until(&self, condition: &str, is_met: impl Fn(&Sandbox) -> bool) {
        let start = Instant::now();
        while !is_met(&self.sandbox) {
            assert!(
                start.elapsed() < GENEROUS,
                "no {condition}; the messages so far:\n{}",
                self.messages()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until a file contains a text.
    #[track_caller]
    pub fn wait_for_text(&self, name: &str, part: &str) {
        self.wait_until(&format!("`{part}` in {name}"), |sandbox| {
            std::fs::read_to_string(sandbox.path(name)).is_ok_and(|text| text.contains(part))
        });
    }

    /// Waits until a message was printed a number of times.
    #[track_caller]
    pub fn wait_for_message(&self, part: &str, times: usize) {
        self.wait_until(&format!("`{part}`, {times} times"), |_| {
            self.messages().matches(part).count() >= times
        });
    }

    /// Checks that nothing is printed for some time.
    #[track_caller]
    pub fn stays_quiet(&self, time: Duration) {
        let before = self.messages();
        std::thread::sleep(time);
        assert_eq!(self.messages(), before);
    }

    /// Interrupts the program as Ctrl-C does, and returns its exit status.
    pub fn interrupt(&mut self) -> Option<i32> {
        let sent = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(sent.success());
        self.child.wait().expect("it ends").code()
    }
}
