//! Work on many texts in threads, with the results in the order of the texts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The results of some work on items, in their order; None where the work has panicked.
pub fn in_threads<Item: Sync, Value: Send>(
    items: &[Item],
    threads: usize,
    work: impl Fn(&Item) -> Value + Sync,
) -> Vec<Option<Value>> {
    let guarded = |item: &Item| catch_unwind(AssertUnwindSafe(|| work(item))).ok();
    if threads <= 1 || items.len() <= 1 {
        return items.iter().map(guarded).collect();
    }
    let next = AtomicUsize::new(0);
    let values: Mutex<Vec<Option<Value>>> = Mutex::new(items.iter().map(|_| None).collect());
    let take = || {
        while let Some((number, item)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            items.get(number).map(|item| (number, item))
        } {
            let value = guarded(item);
            if let Ok(mut values) = values.lock() {
                values[number] = value;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(items.len()) {
            scope.spawn(take);
        }
        take();
    });
    values.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_and_a_panic_is_one_item_s() {
        let items: Vec<usize> = (0..100).collect();
        for threads in [1, 2, 7] {
            let values = in_threads(&items, threads, |&item| {
                assert!(item != 13);
                item * 2
            });
            let expected: Vec<Option<usize>> =
                items.iter().map(|&item| (item != 13).then_some(item * 2)).collect();
            assert_eq!(values, expected);
        }
    }
}
