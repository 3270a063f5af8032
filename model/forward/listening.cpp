#include "model/forward/listening.h"

#include "model/forward/dipole.h"
#include "model/forward/head/head_fields.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/probe_surface.h"
#include "model/simulation/recording.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

/// The value that all but a twentieth of `values` do not exceed; disorders them.
double robustLargest(std::vector<double>& values) {
    if (values.empty()) {
        return 0.0;
    }
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// A probe with nothing but one contact of another, averaged over the same points.
Probe onlyContact(const Probe& probe, int contact) {
    Probe one = probe;
    const Eigen::Vector3d at = contactPositions(probe).col(contact);
    const Eigen::Vector3d normal = contactNormal(probe, contact);
    one.layout = Probe::Layout::custom;
    one.contactsUm = {{at.x(), at.y(), at.z()}};
    one.contactNormals = {{normal.x(), normal.y(), normal.z()}};
    one.averagingSeed += static_cast<std::uint64_t>(contact);
    return one;
}

} // namespace

bool Listening::bothSigns() const {
    return row.size() > 0 && row.minCoeff() < 0.0 && row.maxCoeff() > 0.0;
}

double Listening::potential(const double* currents) const {
    const Eigen::Map<const Eigen::VectorXd> now(currents, row.size());
    return common == 0.0 ? row.dot(now) : (row.array() + common).matrix().dot(now);
}

bool listens(const View& view) {
    return view.colourBy == View::ColourBy::sensitivity || view.colourBy == View::ColourBy::contribution;
}

Listener listenerOf(const Scene& scene) {
    Listener listener;
    listener.contact = std::max(scene.view.listenContact, 0);
    const auto isNamed = [&](const auto& each) {
        return each.id == scene.view.listenProbe;
    };
    const auto hasContacts = [](const Probe& probe) {
        return contactPositions(probe).cols() > 0;
    };
    const auto head = std::ranges::find_if(scene.heads, isNamed);
    auto probe = std::ranges::find_if(scene.probes, isNamed);
    if (head != scene.heads.end()) {
        listener.head = &*head;
        return listener;
    }
    if (probe == scene.probes.end() || !hasContacts(*probe)) {
        probe = std::ranges::find_if(scene.probes, hasContacts);
    }
    if (probe != scene.probes.end()) {
        listener.probe = &*probe;
        listener.contact = std::min(listener.contact, static_cast<int>(contactPositions(*probe).cols()) - 1);
    } else if (!scene.heads.empty()) {
        listener.head = &scene.heads.front();
        listener.contact = 0; // that number was of a probe
    }
    return listener;
}

Result<Listening> listenAt(const Probe& probe, int contact, const PlacedCell& cell) {
    return probeMatrix(onlyContact(probe, contact), cell).map([&](const Eigen::MatrixXd& matrix) {
        return Listening{probe.name, "contact " + std::to_string(contact + 1), matrix.row(0).transpose(),
                         0.0};
    });
}

Result<Listening> listenAt(const Head& head, const HeadModel& model, int channel, const PlacedCell& cell) {
    return model.fields(head).map([&](const HeadFields& fields) {
        const auto electrodes = static_cast<int>(fields.eeg.rows());
        const auto sensors = static_cast<int>(fields.magnetic.rows() / 3);
        const int at = std::clamp(channel, 0, electrodes + sensors - 1);
        Listening listening;
        listening.owner = head.name;
        Eigen::RowVector3d lead;
        if (at < electrodes) {
            const std::string& name = model.electrodeNames()[static_cast<std::size_t>(at)];
            listening.contact = model.newYork() != nullptr ? "electrode " + name : name;
            lead = fields.eeg.row(at);
        } else {
            const int sensor = at - electrodes;
            listening.contact = "magnetometer " + std::to_string(sensor + 1);
            listening.magnetic = true;
            lead = fields.radialField(sensor, model.sensorsMm().col(sensor));
        }
        const Eigen::Vector3d soma = somaPosition(cell.morphology, cell.segments);
        listening.row = (lead * DipoleMoment().matrix(cell.segments)).transpose();
        listening.common = lead.dot(soma);
        listening.row.array() -= listening.common;
        // A cell whose currents flow straight outwards makes no field outside of a sphere: not noise,
        // nothing.
        const double reach = lead.norm() * (cell.segments.end.colwise() - soma).colwise().norm().maxCoeff();
        if (listening.row.cwiseAbs().maxCoeff() <= 1e-12 * reach) {
            listening.row.setZero();
        }
        return listening;
    });
}

Result<Listening> listenAt(const Listener& listener, const PlacedCell& cell,
                           std::shared_ptr<const HeadModel>* known) {
    if (listener.probe != nullptr) {
        return listenAt(*listener.probe, listener.contact, cell);
    }
    if (listener.head == nullptr) {
        return fail("No contact listens.", "Place a probe.");
    }
    std::shared_ptr<const HeadModel> model = known != nullptr ? *known : nullptr;
    if (!model || !model->serves(*listener.head)) {
        auto made = HeadModel::create(*listener.head, Eigen::Matrix3Xd(3, 0));
        if (!made) {
            return tl::unexpected(made.error());
        }
        model = std::move(*made);
    }
    if (known != nullptr) {
        *known = model;
    }
    return listenAt(*listener.head, *model, listener.contact, cell);
}

double contributionSize(const Listening& listening, const Recording& recording) {
    constexpr std::int64_t mostLookedAt = 200;
    const std::int64_t frames = recording.frameCount();
    const auto segments = static_cast<std::size_t>(listening.row.size());
    const std::int64_t stride = std::max<std::int64_t>(1, recording.layout().frames / mostLookedAt);
    std::vector<double> moments;
    std::vector<double> sizes(segments);
    // Nothing has led to the first frame: its currents charge the membrane at once.
    for (std::int64_t frame = std::min<std::int64_t>(1, frames - 1); frame >= 0 && frame < frames;
         frame += stride) {
        const double* currents = recording.currents(frame);
        for (std::size_t k = 0; k < segments; ++k) {
            sizes[k] = std::abs(listening.contribution(static_cast<int>(k), currents[k]));
        }
        moments.push_back(robustLargest(sizes));
    }
    return robustLargest(moments);
}

std::vector<SectionShare> largestShares(const Listening& listening, const double* currents,
                                        const Segments& segments, std::size_t count) {
    std::vector<SectionShare> shares;
    double whole = 0.0;
    for (std::size_t s = 0; s + 1 < segments.firstOfSection.size(); ++s) {
        SectionShare share{static_cast<int>(s), 0.0, 0.0};
        for (int k = segments.firstOfSection[s]; k < segments.firstOfSection[s + 1]; ++k) {
            share.potentialMv += listening.contribution(k, currents[k]);
        }
        whole += std::abs(share.potentialMv);
        shares.push_back(share);
    }
    count = std::min(count, shares.size());
    std::ranges::partial_sort(shares, shares.begin() + static_cast<std::ptrdiff_t>(count),
                              [](const SectionShare& a, const SectionShare& b) {
                                  return std::abs(a.potentialMv) > std::abs(b.potentialMv);
                              });
    shares.resize(count);
    for (SectionShare& share : shares) {
        share.share = whole > 0.0 ? std::abs(share.potentialMv) / whole : 0.0;
    }
    return shares;
}

} // namespace phiscope
