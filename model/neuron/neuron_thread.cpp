#include "model/neuron/neuron_thread.h"

#include <cassert>
#include <clocale>
#include <csignal>
#include <future>
#include <locale.h>
#include <utility>

namespace phiscope {

NeuronThread& NeuronThread::instance() {
    static NeuronThread thread;
    return thread;
}

NeuronThread::~NeuronThread() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
        jobs_.clear();
    }
    wake_.notify_all();
    if (isCurrent()) {
        // A .hoc file called quit(), which ends the process from here.
        thread_.detach();
    } else if (thread_.joinable()) {
        thread_.join();
    }
}

void NeuronThread::post(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { loop(); });
        }
    }
    wake_.notify_all();
}

void NeuronThread::run(const std::function<void()>& job) {
    assert(!isCurrent());
    std::promise<void> done;
    post([&] {
        job();
        done.set_value();
    });
    done.get_future().wait();
}

bool NeuronThread::isCurrent() const {
    const std::lock_guard lock(mutex_);
    return thread_.get_id() == std::this_thread::get_id();
}

void NeuronThread::loop() {
    // Signals that people send are for the main thread.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    const locale_t before = uselocale(plain);
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
            if (stop_) {
                break;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job();
    }
    uselocale(before);
    freelocale(plain);
}

} // namespace phiscope
