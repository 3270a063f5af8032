#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace phiscope {

/// The one thread that may call NEURON, which exists once in a process and is not re-entrant. Jobs run in the
/// order in which they were posted. The thread starts with the first job.
///
/// It runs in the C locale whatever the application's is: with a decimal comma NEURON would read 0.5 as 0.
class NeuronThread {
public:
    static NeuronThread& instance();
    ~NeuronThread();
    NeuronThread(const NeuronThread&) = delete;
    NeuronThread& operator=(const NeuronThread&) = delete;

    /// Never blocks. A job must not throw.
    void post(std::function<void()> job);
    /// Posts and waits until the job has run. Not from a job.
    void run(const std::function<void()>& job);
    /// True on NEURON's thread.
    bool isCurrent() const;

private:
    NeuronThread() = default;
    void loop();

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    bool stop_ = false;
    std::thread thread_;
};

} // namespace phiscope
